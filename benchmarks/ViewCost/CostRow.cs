namespace ViewCost;

/// <summary>Medians and range over the rounds; the budget is what docs promise.</summary>
internal sealed record CostRow(string What, double MsMedian, double MsMin, double MsMax, double? MsBudget, long Bytes, long? BytesBudget);
