namespace OptimNotebookExt.Tests.Commands;

/// <summary>What is tested of a command in <see cref="SampleNotebook"/>: a new command needs a row here.</summary>
/// <param name="Name">The command.</param>
/// <param name="Lines">Lines, without <c>#!optim name</c>, that run.</param>
/// <param name="Errors">Lines that do not, each with a part of the sentence that is said.</param>
internal sealed record CommandCase(string Name, string[] Lines, (string Line, string Says)[] Errors)
{
    internal static IReadOnlyList<CommandCase> All { get; } =
    [
        new("show", ["opt", "--var model", "x", "history", "trace", "results", "figure"],
        [
            ("", "needs --var"), ("nobody", "There is no variable 'nobody' (there are C, G,"), ("nothing", "The variable 'nothing' is null"), ("number", "number is a Int32, of which there is no view: show one of Figure,"),
        ]),
        new("state", ["opt", "opt --parameter 0.weight", "opt --parameter 0.weight --name lr_0"],
        [
            ("model", "The variable 'model' is a Sequential, but an optimizer of this package is needed: name one, such as ng, opt."),
            ("opt --parameter 9.weight", "The optimizer has no parameter '9.weight': it has 0.weight, 0.bias,"),
            ("opt --parameter 0.weight --name lr_9", "The state of '0.weight' has no tensor 'lr_9': it has exp_avg,"),
            ("opt --name lr_0", "--name 'lr_0' needs a parameter"),
        ]),
        new("matrix", ["opt", "opt --parameter 0.weight --name lr_0 --full", "opt --name lr_1", "G --kind GradientCovariance", "ng"],
        [
            ("figure", "is a Figure, but an optimizer of this package or a tensor is needed"),
            ("opt --name nothing", "No parameter has a matrix 'nothing' yet"),
            ("opt --parameter 0.weight --name scale", "has no tensor 'scale'"),
            ("opt --parameter 0.weight --name exp_avg_sq", "has no tensor"),
            ("G --kind Round", "--kind is 'Round': write one of General, "),
            ("ng --parameter p9", "The optimizer has no parameter 'p9'"),
        ]),
        new("history", ["opt --every 2 --level Full --as h2", "history"],
        [
            ("x", "is a Tensor, but an optimizer of this package or a history is needed"),
            ("opt --every 0", "--every of #!optim history must be a whole number of at least 1, but is '0'"),
            ("opt --level Deep", "--level is 'Deep': write one of Economy, "),
            ("opt --as 2h", "--as must be a C# identifier, but is '2h'"),
        ]),
        new("trace", ["opt --steps 2 --as t2", "trace", "trace --step 1", "trace --parameter 0.weight --step 0"],
        [
            ("x", "is a Tensor, but an optimizer of this package or a trace is needed"),
            ("opt --steps none", "--steps of #!optim trace must be a whole number"),
            ("opt --parameter 9.weight", "has no parameter '9.weight'"),
            ("trace --step 7", "--step is 7, but 2 steps are recorded: write 0 to 1."),
            ("trace --step 0 --parameter 9.weight", "Step 0 has no parameter '9.weight': it has 0.weight"),
        ]),
        new("pgp", ["G --param-cov C", "G --param-cov C --solver Svd", "ng", "ng --parameter p0 --dim 1"],
        [
            ("G", "#!optim pgp G needs C beside G: write --param-cov"),
            ("G --param-cov x", "paramCov must be a square matrix, but is [2, 3]."),
            ("G --param-cov model", "is a Sequential, but a tensor is needed"),
            ("G --param-cov C --solver LU", "--solver is 'LU': write one of Eigen, Svd"),
            ("ng --dim 5", "There are no statistics of no parameter on axis 5 now"),
            ("opt", "but a tensor, a projection or a NeutralGradient is needed"),
        ]),
        new("compare", ["Cain --epochs 1", "--optimizers eve,Cain --seeds 1,2 --epochs 1 --as r2"],
        [
            ("Nobody", "There is no optimizer 'Nobody'; there are Eve,"),
            ("Cain --presets lg_meta0", "None of the presets lg_meta0 belongs to Cain"),
            ("Cain --epochs 0", "--epochs of #!optim compare must be a whole number"),
            ("Cain --seeds a", "--seeds of #!optim compare must be a whole number, but is 'a'"),
            ("Cain --seeds ,", "No seed was given: write --seeds"),
            ("Cain --device tpu", "Device must be cpu or cuda, but is 'tpu'."),
            ("Cain --seconds 0", "--seconds of #!optim compare must be a whole number"),
        ]),
        new("diagnose", ["model --as d2", "diagnostics", "diagnostics --sort rms"],
        [
            ("x", "is a Tensor, but a model or diagnostics are needed"), ("diagnostics --sort beauty", "--sort is 'beauty': write one of "),
        ]),
        new("seed", ["", "42", "--value -1"], [("many", "--value of #!optim seed must be a whole number, but is 'many'")]),
        new("device", ["", "cpu", "auto --as dev"],
        [
            ("tpu", "The device is 'tpu': write auto, cpu"), ("cuda:99", "The device is 'cuda:99'"), ("cpu --as a-b", "--as must be a C# identifier"),
        ]),
        new("threads", ["", "1"], [("0", "--count of #!optim threads must be a whole number of at least 1 and at most 1024, but is '0'")]),
        new("manifest", ["", "42,1 --device cpu"], [("4x", "--seeds of #!optim manifest must be a whole number, but is '4x'")]),
        new("export", ["history --to {0}/h.csv", "results --to {0}/r.json", "figure --to {0}/f.svg", "opt --to {0}/o.html", "opt --to {0}/o.txt"],
        [
            ("opt", "needs --to"),
            ("opt --to {0}/o.csv", "o.csv' should end with .html, .txt for a LearnedGradient"),
            ("opt --to {0}/no/o.html", "does not exist: make it before"),
            ("number --to {0}/n.txt", "number is a Int32, which cannot be written"),
            ("opt --to {0}/there.txt", "there.txt' exists: write --overwrite"),
        ]),
        new("help", ["", "show", "--command compare"], [("shwo", "There is no command 'shwo' to explain: there are show,")]),
    ];
}
