// From F#: dotnet run --project examples/FSharp
open OptimNotebookExt.Optimizers
open OptimNotebookExt.Recording
open OptimNotebookExt.Schedules
open TorchSharp
open type TorchSharp.torch

manual_seed 42L |> ignore
let z = randn (256L, 16L)
let x = z * (randn 16L * 2.0.ToScalar()).exp ()
let y = z.matmul(randn (16L, 4L)).tanh ()
let layer (name: string) (m: nn.Module<Tensor, Tensor>) = struct (name, m)
let model: nn.Module<Tensor, Tensor> =
    nn.Sequential (layer "hidden" (nn.Linear (16L, 32L)), layer "relu" (nn.ReLU ()), layer "out" (nn.Linear (32L, 4L)))

// Options that are left out have their defaults, as in C#.
let optimizer = new LearnedGradient (model.named_parameters (), lr = 0.03)
let schedule = Eden (optimizer, lr_batches = 200.0, lr_epochs = 10.0)
let history = History.Attach (optimizer, HistoryOptions (Every = 5L))

let step () =
    use _ = NewDisposeScope ()
    optimizer.zero_grad ()
    let loss = nn.functional.mse_loss (model.call x, y)
    loss.backward ()
    optimizer.step () |> ignore
    schedule.StepBatch ()
    history.Record loss
    loss.ToDouble ()

let losses = [| for _ in 1..300 -> step () |]
printfn "loss %.3f → %.4f" losses[0] losses[299]
printfn "%O" history
exit (if losses[299] < losses[0] / 10.0 then 0 else 1)
