using System.Text.Json.Serialization;
using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;

namespace Dfm.Core.Approvals;

/// <summary>A journal entry of an approval. Each accepted command writes one and is identified by it.</summary>
/// <param name="Version">The approval's version after the command; orders the journal.</param>
/// <param name="State">The state after the command.</param>
/// <param name="By">Null when it expired.</param>
/// <param name="Text">The reason of a refusal, else null.</param>
public sealed record ApprovalEntry(int Version, DateTimeOffset At, ApprovalState State, string? By, string? Text) : IJournalEntry
{
    /// <inheritdoc/>
    [JsonIgnore]
    public ActorKind ByKind => By is null ? ActorKind.Portal : ActorKind.Customer;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Action => $"Approval{State}";

    /// <inheritdoc/>
    public UserId? User { get; init; }

    /// <summary>The entry of the last command on <paramref name="approval"/>.</summary>
    public static ApprovalEntry LastOf(Approval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return approval.Ruling is { } ruling
            ? new(approval.Version, ruling.At, ruling.State, ruling.By, ruling.Reason) { User = ruling.User }
            : new(approval.Version, approval.RequestedAt, approval.State, approval.RequestedBy.Name, null) { User = approval.RequestedBy.User };
    }
}
