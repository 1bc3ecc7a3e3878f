using Dfm.Core.Approvals;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Security;

namespace Dfm.Functions.Approvals.Lifecycle;

/// <summary>Activity: lets an approval expire, unless somebody has decided.</summary>
public sealed class ExpireApproval(ApprovalCommandHandler approvals, TimeProvider clock)
{
    /// <summary>Expires it. One that was decided leaves nothing to do; after a conflict the activity is tried again.</summary>
    [Function(nameof(ExpireApproval)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] ExpireApprovalInput input, CancellationToken cancellationToken)
    {
        var expire = new Expire(clock.GetUtcNow());
        var outcome = await approvals.Execute(input.Customer, input.Number, expire, cancellationToken);
        outcome.ThrowIfConflict();
    }
}

/// <summary>Which approval.</summary>
public sealed record ExpireApprovalInput(CustomerId Customer, ApprovalNumber Number);
