using System.Text.Json.Serialization;

namespace Dfm.Core.Orders;

/// <summary>Where a cart that was submitted for approval stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalState>))]
public enum ApprovalState
{
    /// <summary>« À valider »: waits for a Superviseur.</summary>
    Pending,

    /// <summary>« Validée »: its orders are placed; final.</summary>
    Approved,

    /// <summary>« Refusée »: its articles are back in the cart; final.</summary>
    Refused,

    /// <summary>« Expirée »: nobody decided in time, its articles are back in the cart; final.</summary>
    Expired,
}

/// <summary>What is said of the states of an approval.</summary>
public static class ApprovalStates
{
    /// <summary>The French label that customers read.</summary>
    public static string Label(this ApprovalState state) => state switch
    {
        ApprovalState.Pending => "À valider",
        ApprovalState.Approved => "Validée",
        ApprovalState.Refused => "Refusée",
        ApprovalState.Expired => "Expirée",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state without a label."),
    };
}
