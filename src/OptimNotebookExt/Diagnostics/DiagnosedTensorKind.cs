namespace OptimNotebookExt.Diagnostics;

/// <summary>What a <see cref="TensorDiagnostic"/> is about.</summary>
public enum DiagnosedTensorKind
{
    /// <summary>A module's output.</summary>
    Output,

    /// <summary>The gradient with respect to a module's output.</summary>
    OutputGradient,

    /// <summary>A parameter's values.</summary>
    Parameter,

    /// <summary>A parameter's gradient.</summary>
    ParameterGradient,
}
