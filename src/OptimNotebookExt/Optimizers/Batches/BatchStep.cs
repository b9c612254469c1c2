using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Who of a batch takes part in a step; a parameter without a gradient does not.</summary>
internal sealed unsafe class BatchStep(Batch batch) : IDisposable
{
    private readonly FusedParameter?[] taking = new FusedParameter?[batch.Members.Count];
    private readonly GradientCopy?[] copies = new GradientCopy?[batch.Members.Count];
    private readonly bool[] moved = new bool[batch.Members.Count];
    private readonly List<(int Begin, int End)> runs = [];
    private readonly FusedSweep copySweep = new();
    private readonly FusedSweep firstSweep = new();
    private readonly FusedSweep sweep = new();
    private readonly ScratchView gradients = new(batch);
    private readonly ScratchView prepared = new(batch);

    internal Batch Batch { get; } = batch;

    /// <summary>Nobody takes part yet.</summary>
    internal void Begin()
    {
        Array.Clear(taking);
        Array.Clear(moved);
    }

    internal void Take(FusedParameter parameter, int member) => taking[member] = parameter;

    /// <summary>A member that takes part.</summary>
    internal FusedParameter Member(int index) => taking[index]!;

    internal BatchedUpdate Update(int index) => (BatchedUpdate)taking[index]!.Update!;

    /// <summary>Whether a member has taken the step.</summary>
    internal bool Took(int index) => moved[index] && Update(index) is { Failure: null, IsRejected: false };

    /// <summary>Points those who take part at their state anew, after it moved.</summary>
    internal void Rebind()
    {
        foreach (var parameter in taking)
            parameter?.Rebind();
    }

    /// <summary>The members that take part, did not fail so far and fulfil a condition, as ranges; valid until the next call.</summary>
    internal List<(int Begin, int End)> Runs(Func<FusedParameter, bool>? condition = null)
    {
        runs.Clear();
        for (var i = 0; i < taking.Length; i++)
        {
            if (taking[i] is not { Update.Failure: null } parameter || condition?.Invoke(parameter) == false)
                continue;
            if (runs.Count > 0 && runs[^1].End == i)
                runs[^1] = (runs[^1].Begin, i + 1);
            else
                runs.Add((i, i + 1));
        }
        return runs;
    }

    /// <summary>The first sweep over some members.</summary>
    /// <returns>What it prepared, [members, …]; to be disposed.</returns>
    internal RawTensor Prepare(int begin, int end, BatchScratch scratch, int threads)
    {
        var target = Batch.Part(prepared.Get(scratch), begin, end);
        var bytes = Batch.Numel * ElementSize;
        for (var i = begin; i < end; i++)
        {
            Update(i).Prepared = (byte*)target.Data + ((i - begin) * bytes);
            firstSweep.Add(Update(i).First!);
        }
        firstSweep.Run(threads);
        return target;
    }

    /// <summary>The sweep that writes, over some members.</summary>
    internal void Move(int begin, int end, RawTensor directions, int threads)
    {
        var bytes = Batch.Numel * ElementSize;
        for (var i = begin; i < end; i++)
        {
            Update(i).Direction = (byte*)directions.Data + ((i - begin) * bytes);
            sweep.Add(Update(i));
        }
        moved.AsSpan(begin, end - begin).Fill(true);
        sweep.Run(threads);
    }

    /// <summary>Some members cannot take the step. Nothing of them was written, unless they were moved already.</summary>
    internal void Fail(int begin, int end, Exception e)
    {
        sweep.Clear();
        firstSweep.Clear();
        copySweep.Clear();
        for (var i = begin; i < end; i++)
        {
            if (taking[i] is not null)
                Update(i).Fail(e, whileWriting: moved[i]);
        }
    }

    /// <summary>
    /// The gradients of the members, [members, …]: of one member its own, else copies, with anything for those who do not
    /// take part. To be disposed.
    /// </summary>
    internal RawTensor Gradients(BatchScratch scratch, int threads)
    {
        if (taking is [{ } only])
            return only.Gradient();
        var all = gradients.Get(scratch);
        var target = (byte*)all.Data;
        var bytes = Batch.Numel * ElementSize;
        for (var i = 0; i < taking.Length; i++)
        {
            if (taking[i]?.Update is not { } update)
                continue;
            var copy = copies[i] ??= new GradientCopy(update.Length, ElementSize);
            copy.Gradient = update.Gradient;
            copy.Target = target + (i * bytes);
            copySweep.Add(copy);
        }
        copySweep.Run(threads);
        return all;
    }

    private int ElementSize { get; } = (int)batch.Members[0].Parameter.element_size();

    public void Dispose()
    {
        gradients.Dispose();
        prepared.Dispose();
        Batch.Dispose();
    }
}
