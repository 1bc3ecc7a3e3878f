namespace Dfm.Functions.Security;

/// <summary>Who may call a function.</summary>
public enum Audience
{
    /// <summary>Anyone, signed in or not.</summary>
    Anyone,

    /// <summary>A signed-in person of a customer.</summary>
    Customer,

    /// <summary>A signed-in supervisor of a customer.</summary>
    Supervisor,

    /// <summary>DFM's staff and machines, by an API key that has the function's scope.</summary>
    Staff,

    /// <summary>No external caller: timers, queues, orchestrations and activities.</summary>
    Platform,
}
