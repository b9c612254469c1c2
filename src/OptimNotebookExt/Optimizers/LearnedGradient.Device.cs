using OptimNotebookExt.Optimizers.Batches;

namespace OptimNotebookExt.Optimizers;

/// <content>The device path, of the draft's form.</content>
public sealed partial class LearnedGradient
{
    private protected override DeviceRule? NewDeviceRule() =>
        _defaults is LearnedGradientStableOptions ? null : new LearnedDevice(SmallNumel, SizeUpdatePeriod);
}
