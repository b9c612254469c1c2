using OptimNotebookExt.Optimizers.Batches;

namespace OptimNotebookExt.Optimizers;

/// <content>The device path.</content>
public sealed partial class LearnedGradient
{
    private protected override DeviceRule? NewDeviceRule() => _defaults is LearnedGradientStableOptions
        ? new StableDevice(this, SmallNumel, SizeUpdatePeriod)
        : new LearnedDevice(SmallNumel, SizeUpdatePeriod);
}
