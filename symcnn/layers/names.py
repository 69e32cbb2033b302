"""The names that each module declares, so that it alone is loaded for one of them.

Written by ``python -m tests.write_tables``.
"""

NAMES: dict[str, str] = {
    "inputs": "Input InputLayer input",
    "convolution": (
        "Conv1D Conv1d Conv2D Conv2d Conv3D Conv3d Convolution1D Convolution2D "
        "Convolution3D LazyConv1d LazyConv2d LazyConv3d conv convolution"
    ),
    "transposed": (
        "Conv1DTranspose Conv2DTranspose Conv3DTranspose ConvTranspose1d ConvTranspose2d "
        "ConvTranspose3d Convolution1DTranspose Convolution2DTranspose "
        "Convolution3DTranspose LazyConvTranspose1d LazyConvTranspose2d "
        "LazyConvTranspose3d conv_transpose convtranspose deconv transposed_conv"
    ),
    "depthwise": (
        "DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D "
        "SeparableConvolution1D SeparableConvolution2D depthwise depthwise_conv dwconv "
        "separable separable_conv sepconv"
    ),
    "pooling": (
        "AveragePooling1D AveragePooling2D AveragePooling3D AvgPool1D AvgPool1d AvgPool2D "
        "AvgPool2d AvgPool3D AvgPool3d FractionalMaxPool2d FractionalMaxPool3d LPPool1d "
        "LPPool2d LPPool3d MaxPool1D MaxPool1d MaxPool2D MaxPool2d MaxPool3D MaxPool3d "
        "MaxPooling1D MaxPooling2D MaxPooling3D average_pool average_pooling avg_pool "
        "avgpool fractional_max_pool fractional_maxpool lp_pool lppool max_pool "
        "max_pooling maxpool pool"
    ),
    "global_pooling": (
        "AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D "
        "AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d "
        "AdaptiveMaxPool2d AdaptiveMaxPool3d AdaptiveMaxPooling1D AdaptiveMaxPooling2D "
        "AdaptiveMaxPooling3D GlobalAveragePooling1D GlobalAveragePooling2D "
        "GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D "
        "GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D "
        "GlobalMaxPooling2D GlobalMaxPooling3D adaptive_average_pooling adaptive_avg_pool "
        "adaptive_avgpool adaptive_max_pool adaptive_max_pooling adaptive_maxpool gap "
        "global_average_pooling global_avgpool global_max_pooling global_maxpool gmp"
    ),
    "unpooling": "MaxUnpool1d MaxUnpool2d MaxUnpool3d max_unpool maxunpool",
    "borders": (
        "CircularPad1d CircularPad2d CircularPad3d ConstantPad1d ConstantPad2d "
        "ConstantPad3d ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d "
        "ReplicationPad2d ReplicationPad3d ZeroPad1d ZeroPad2d ZeroPad3d ZeroPadding1D "
        "ZeroPadding2D ZeroPadding3D circular_pad circular_padding constant_pad "
        "constant_padding pad reflection_pad reflection_padding replication_pad "
        "replication_padding zero_padding zeropad"
    ),
    "resizing": (
        "Cropping1D Cropping2D Cropping3D UpSampling1D UpSampling2D UpSampling3D Upsample "
        "UpsamplingBilinear2d UpsamplingNearest2d crop cropping unpool upsample "
        "upsampling"
    ),
    "reshaping": "Flatten Permute Reshape Unflatten flatten permute reshape unflatten",
    "patches": (
        "Fold PixelShuffle PixelUnshuffle Unfold col2im depth_to_space extract_patches "
        "fold im2col pixel_shuffle pixel_unshuffle space_to_depth unfold"
    ),
    "channels": (
        "ChannelShuffle CrossMapLRN2d LocalResponseNorm channel_padding channel_shuffle "
        "channelpad local_response_normalization lrn shuffle"
    ),
    "dense": "Dense LazyLinear Linear dense fc fully_connected linear_layer",
    "einsum": "EinsumDense einsum einsum_dense",
    "learned": "class_token layer_scale position_embedding positions",
    "lenet": "radial_basis rbf subsample subsampling",
    "normalization": (
        "BatchNorm1d BatchNorm2d BatchNorm3d BatchNormalization InstanceNorm1d "
        "InstanceNorm2d InstanceNorm3d LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d "
        "LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d SyncBatchNorm "
        "batch_norm batch_normalization batchnorm bn instance_norm instance_normalization "
        "instancenorm"
    ),
    "layer_normalization": (
        "GroupNorm GroupNormalization LayerNorm LayerNormalization RMSNorm "
        "RMSNormalization UnitNormalization gn group_norm group_normalization groupnorm "
        "layer_norm layer_normalization layernorm ln rms_norm rms_normalization rmsnorm "
        "unit_norm unit_normalization unitnorm"
    ),
    "adapted_normalization": "Normalization normalization standardize",
    "weight_normalization": (
        "SpectralNormalization spectral_norm spectral_normalization weight_norm"
    ),
    "embedding": (
        "Embedding EmbeddingBag ReversibleEmbedding embed embedding embedding_bag "
        "reversible_embedding"
    ),
    "attention": "MultiHeadAttention mha multi_head_attention",
    "split_attention": "MultiheadAttention split_mha",
    "grouped_attention": "GroupQueryAttention gqa group_query_attention grouped_query_attention",
    "scored_attention": "AdditiveAttention Attention additive_attention attention dot_attention",
    "activations": (
        "Activation CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU "
        "LogSigmoid LogSoftmax Mish RReLU ReLU ReLU6 SELU SiLU Sigmoid Softmax Softmax2d "
        "Softmin Softplus Softshrink Softsign Tanh Tanhshrink Threshold activation celu "
        "elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh "
        "leaky_relu linear log_sigmoid log_softmax mish relu relu6 rrelu selu sigmoid "
        "silu soft_shrink softmax softmax2d softmin softplus softsign sparse_plus "
        "sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold"
    ),
    "prelu": "PReLU prelu",
    "regularization": (
        "ActivityRegularization AlphaDropout Dropout Dropout1d Dropout2d Dropout3d "
        "FeatureAlphaDropout GaussianDropout GaussianNoise Identity Masking "
        "SpatialDropout1D SpatialDropout2D SpatialDropout3D activity_regularization "
        "alpha_dropout channel_dropout drop dropout feature_dropout gaussian_dropout "
        "gaussian_noise identity masking spatial_dropout"
    ),
    "merging": (
        "Add Average Concatenate Dot Maximum Minimum Multiply Subtract add average concat "
        "concatenate dot maximum minimum multiply subtract"
    ),
    "recurrent": (
        "GRU LSTM RNN SimpleRNN gated_recurrent_unit gru long_short_term_memory lstm rnn simple_rnn"
    ),
    "wrappers": "Bidirectional TimeDistributed bidirectional time_distributed",
    "sequences": "RepeatVector last repeat_vector select",
    "recurrent_cells": (
        "GRUCell LSTMCell RNN RNNCell SimpleRNNCell StackedRNNCells gru_cell lstm_cell "
        "recurrent rnn_cell stacked_cells"
    ),
    "conv_recurrent": "ConvLSTM1D ConvLSTM2D ConvLSTM3D conv_lstm",
    "images": (
        "AugMix AutoContrast CenterCrop ContrastLimitedAdaptiveHistogramEqualization "
        "CutMix Equalization MixUp RandAugment RandomBrightness RandomColorDegeneration "
        "RandomColorJitter RandomContrast RandomCrop RandomElasticTransform RandomErasing "
        "RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert "
        "RandomPerspective RandomPosterization RandomRotation RandomSaturation "
        "RandomSharpness RandomShear RandomTranslation RandomZoom Rescaling Resizing "
        "Solarization augment augmentation center_crop color_degeneration random_crop "
        "rescale rescaling resize resizing"
    ),
    "spectrograms": "MelSpectrogram STFTSpectrogram mel_spectrogram stft stft_spectrogram",
    "encoding": (
        "CategoryEncoding Discretization HashedCrossing Hashing category_encoding "
        "discretization hashed_crossing hashing"
    ),
    "pairs": (
        "Bilinear CosineSimilarity PairwiseDistance bilinear cosine_similarity pairwise_distance"
    ),
    "losses": (
        "AdaptiveLogSoftmaxWithLoss LinearCrossEntropyLoss adaptive_softmax linear_cross_entropy"
    ),
    "transformer_layers": (
        "TransformerDecoderLayer TransformerEncoderLayer transformer_decoder_layer "
        "transformer_encoder_layer"
    ),
    "transformers": (
        "Transformer TransformerDecoder TransformerEncoder transformer "
        "transformer_decoder transformer_encoder"
    ),
}
