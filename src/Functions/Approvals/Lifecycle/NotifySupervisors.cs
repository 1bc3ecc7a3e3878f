using Dfm.Core.Approvals;
using Dfm.Core.Notifications;
using Dfm.Functions.Security;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Approvals.Lifecycle;

/// <summary>Activity: enqueues a mail to each of the customer's Superviseurs that asks to approve a cart.</summary>
public sealed partial class NotifySupervisors(IUserStore users, IMailQueue mails, ILogger<NotifySupervisors> log)
{
    /// <summary>Idempotent by the ids of the mails.</summary>
    [Function(nameof(NotifySupervisors)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] Approval approval, CancellationToken cancellationToken)
    {
        var supervisors = await users.Supervisors(approval.Customer, cancellationToken);
        if (supervisors.Count == 0) LogNoSupervisor(approval.Number);
        await Task.WhenAll(supervisors.Select(one => mails.Enqueue(ApprovalMails.Requested(approval, one), cancellationToken)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Approval {Number}: the customer has no supervisor to notify.")]
    private partial void LogNoSupervisor(ApprovalNumber number);
}
