namespace Dfm.TortureApp.Messages;

/// <summary>The queues.</summary>
public static class Queues
{
    /// <summary>Its messages are settled by the runtime.</summary>
    public const string Automatic = "automatic";

    /// <summary>Its messages are settled by the function.</summary>
    public const string Manual = "manual";
}
