using Dfm.Core.Accounts;

namespace Dfm.Core.Usage;

/// <summary>A line of a customer's journal of use: who did what, on what, when. It holds no text that anybody wrote.</summary>
/// <param name="By">The person's name.</param>
/// <param name="User">The person; null in lines of before it was written down.</param>
/// <param name="Action">One of <see cref="UsageActions"/>, or of an aggregate's journal, e.g. <c>DitRaised</c>.</param>
/// <param name="Subject">The number or id of what it was done on; null where that is the person.</param>
public sealed record UsageEntry(CustomerId Customer, DateTimeOffset At, string By, UserId? User, string Action, string? Subject);
