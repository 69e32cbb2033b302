"""What the formulas of counts tell: coefficients, simpler forms, leading terms."""
