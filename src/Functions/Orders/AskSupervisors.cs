using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Functions.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Orders;

/// <summary>Activity: asks for the mails that ask every Superviseur of the customer to approve a cart.</summary>
/// <param name="accounts">Know the Superviseurs.</param>
/// <param name="mails">The queue of mails.</param>
/// <param name="log">Tells of an approval that nobody can be asked for.</param>
public sealed partial class AskSupervisors(IAccountStore accounts, IMailQueue mails, ILogger<AskSupervisors> log)
{
    /// <summary>Asks for the mails; running twice does it once.</summary>
    [Function(nameof(AskSupervisors)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] Approval approval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var supervisors = await accounts.Supervisors(approval.Customer, cancellationToken);
        if (supervisors.Count == 0) NobodyToAsk(approval.Number);
        await Task.WhenAll(supervisors.Select(one => mails.Ask(ApprovalMails.Requested(approval, one), cancellationToken)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No supervisor to ask for approval {Number}: it waits in the portal.")]
    private partial void NobodyToAsk(ApprovalNumber number);
}
