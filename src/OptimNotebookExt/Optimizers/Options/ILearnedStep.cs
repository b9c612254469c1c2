namespace OptimNotebookExt.Optimizers;

/// <summary>What the size update and the step of <see cref="LearnedGradient"/> need, whichever form learns its matrices.</summary>
internal interface ILearnedStep
{
    /// <summary>Learning rate relative to the parameter's rms.</summary>
    double? LearningRate { get; }

    /// <summary>Learning rate of a tensor's overall size, relative to lr.</summary>
    double SizeLrScale { get; }

    /// <summary>Decay rate of <c>exp_avg</c>.</summary>
    double Beta1 { get; }

    /// <summary>Decay rate of the second moments.</summary>
    double Beta2 { get; }

    /// <summary>Floor of rms values and denominators.</summary>
    double Eps { get; }

    /// <summary>A tensor whose rms is below this grows at the full size rate.</summary>
    double ParamMinRms { get; }

    /// <summary>A tensor whose rms is above this shrinks at the full size rate.</summary>
    double ParamMaxRms { get; }

    /// <summary>Elements of a step are clamped to ± this times the step's rms.</summary>
    double MaxStepScale { get; }
}
