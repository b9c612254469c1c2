namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>Which linear layers the model of the experiment is built of; their initialisation differs, and nothing else.</summary>
public enum EveCainModel
{
    /// <summary>icefall's ScaledLinear: the weight of a plain Linear, the bias drawn anew from U(-0.1, 0.1).</summary>
    ScaledLinear,

    /// <summary>torch's Linear, which the draft takes for Eve.</summary>
    Linear,
}
