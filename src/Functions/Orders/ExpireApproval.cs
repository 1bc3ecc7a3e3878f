using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Orders;

/// <summary>Activity: lets an approval expire, unless somebody was faster.</summary>
/// <param name="desk">Applies commands.</param>
/// <param name="clock">Tells when.</param>
public sealed class ExpireApproval(ApprovalDesk desk, TimeProvider clock)
{
    /// <summary>Expires it. One that was decided meanwhile stays as it is; one that could not be written is tried again.</summary>
    [Function(nameof(ExpireApproval)), Audience(Audience.Platform)]
    public async Task Run(
        [ActivityTrigger] ExpireApprovalInput input,
        [DurableClient] DurableTaskClient lifecycles,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var applied = await desk.Apply(
            input.Customer,
            input.Number,
            _ => Task.FromResult<Result<ApprovalCommand>>(new Expire(clock.GetUtcNow())),
            lifecycles,
            cancellationToken);
        if (applied.Problem == ApprovalProblems.Busy(ApprovalState.Pending))
            throw new InvalidOperationException($"Approval {input.Number} is still pending.");
    }
}

/// <summary>Which approval.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Number">Which.</param>
public sealed record ExpireApprovalInput(CustomerId Customer, ApprovalNumber Number);
