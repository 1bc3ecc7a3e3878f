using System.Text.Json.Serialization;

namespace Dfm.Core.Approvals;

/// <summary>The states of a cart submitted for approval.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalState>))]
public enum ApprovalState
{
    /// <summary>« À valider »: awaits a Superviseur.</summary>
    Pending,

    /// <summary>« Validée »: its orders are placed; final.</summary>
    Approved,

    /// <summary>« Refusée »: its items have returned to the cart; final.</summary>
    Refused,

    /// <summary>« Expirée »: nobody decided in time, its items have returned to the cart; final.</summary>
    Expired,
}

/// <summary>Labels of approval states.</summary>
public static class ApprovalStates
{
    /// <summary>The French label shown to customers.</summary>
    public static string Label(this ApprovalState state) => state switch
    {
        ApprovalState.Pending => "À valider",
        ApprovalState.Approved => "Validée",
        ApprovalState.Refused => "Refusée",
        ApprovalState.Expired => "Expirée",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state without a label."),
    };
}
