namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What an update of NeutralGradient is told for a step, whatever the dtype.</summary>
internal unsafe interface INeutralUpdate
{
    /// <summary>n: gradients summed in the one of this step.</summary>
    long Gradients { get; set; }

    /// <summary>Steps since the last re-estimate, as it was before one in this step.</summary>
    long StepWithinPeriod { get; set; }

    /// <summary>Whether the period is over, and the projections are re-estimated in this step.</summary>
    bool Estimates { get; set; }

    /// <summary>Whether the period is over, but the re-estimate has to wait for another step.</summary>
    bool WaitsToEstimate { get; set; }

    /// <summary>The gradient in the coordinates of the projections; of tensors with matrices.</summary>
    void* Rotated { get; set; }
}
