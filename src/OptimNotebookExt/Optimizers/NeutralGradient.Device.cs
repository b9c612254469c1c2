using OptimNotebookExt.Optimizers.Batches;

namespace OptimNotebookExt.Optimizers;

/// <content>The device path.</content>
public sealed partial class NeutralGradient
{
    private protected override DeviceRule NewDeviceRule() => new NeutralDevice(this, SlowPeriod);
}
