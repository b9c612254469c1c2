using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>Teacher, student and inputs of <see cref="TeacherTask"/> for one seed.</summary>
internal sealed class TeacherInstance : TaskInstance
{
    private const int Inputs = 32;
    private const int Outputs = 16;
    private const int BatchSize = 64;
    private const int HeldOut = 2048;
    private const double SmallestDeviation = 0.1;

    private readonly TaskDraws draws;
    private readonly ScalarType dtype;
    private readonly ParameterSet teacher;
    private readonly ParameterSet student;
    private readonly Tensor mixing;
    private readonly Tensor mean;
    private readonly Tensor deviation;

    internal TeacherInstance(long seed, ScalarType dtype)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        this.dtype = dtype;
        draws = new TaskDraws(seed);
        teacher = Network(Purpose.Teacher, hidden: 48);
        student = Network(Purpose.Student, hidden: 96);
        var (basis, _) = linalg.qr(TaskDraws.Normal(draws.At((int)Purpose.Inputs), ScalarType.Float64, Inputs, Inputs));
        mixing = (basis * logspace(0, Math.Log10(SmallestDeviation), Inputs, dtype: ScalarType.Float64)).t().to(dtype).contiguous().DetachFromDisposeScope();
        var y = Forward(teacher, X(Purpose.Scale, 0, HeldOut));
        mean = y.mean([0]).DetachFromDisposeScope();
        deviation = y.std(0).DetachFromDisposeScope();
    }

    private enum Purpose
    {
        Teacher,
        Student,
        Inputs,
        Scale,
        Batch,
        HeldOut,
    }

    public override IReadOnlyList<(string name, Parameter parameter)> Parameters => student.Named;

    public override Tensor Loss(long index) => Loss(X(Purpose.Batch, index, BatchSize));

    public override double Evaluate()
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        return Loss(X(Purpose.HeldOut, 0, HeldOut)).ToDouble();
    }

    protected override void Dispose(bool disposing)
    {
        draws.Dispose();
        teacher.Dispose();
        student.Dispose();
        mixing.Dispose();
        mean.Dispose();
        deviation.Dispose();
    }

    private static Tensor Forward(ParameterSet network, Tensor x)
    {
        var p = network.Named;
        var hidden = functional.relu(functional.linear(x, p[0].parameter, p[1].parameter));
        hidden = functional.relu(functional.linear(hidden, p[2].parameter, p[3].parameter));
        return functional.linear(hidden, p[4].parameter, p[5].parameter);
    }

    private Tensor Loss(Tensor x)
    {
        Tensor y;
        using (no_grad())
            y = (Forward(teacher, x) - mean) / deviation;
        return (Forward(student, x) - y).Squared().mean();
    }

    private Tensor X(Purpose purpose, long step, long count) => TaskDraws.Normal(draws.At((int)purpose, step), dtype, count, Inputs).mm(mixing);

    private ParameterSet Network(Purpose purpose, long hidden)
    {
        var set = new ParameterSet(draws.At((int)purpose), dtype);
        long[] sizes = [Inputs, hidden, hidden, Outputs];
        for (var i = 0; i + 1 < sizes.Length; i++)
        {
            set.Weight(FormattableString.Invariant($"{2 * i}.weight"), i + 2 < sizes.Length ? Math.Sqrt(2) : 1, sizes[i + 1], sizes[i]);
            // A teacher whose kinks all pass through the origin would be a homogeneous function.
            if (purpose == Purpose.Teacher)
                set.Normal(FormattableString.Invariant($"{2 * i}.bias"), 0.3, sizes[i + 1]);
            else
                set.Zeros(FormattableString.Invariant($"{2 * i}.bias"), sizes[i + 1]);
        }
        return set;
    }
}
