namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>What sets an optimizer's learning rate during a run.</summary>
public abstract class TaskSchedule
{
    /// <summary>Called before the batch of a step.</summary>
    /// <param name="index">The step, from 0.</param>
    public abstract void BeforeStep(long index);

    /// <summary>Called after the optimizer's step.</summary>
    /// <param name="index">The step, from 0.</param>
    public virtual void AfterStep(long index)
    {
    }
}
