namespace Dfm.Core.Usage;

/// <summary>What people do beside the commands on aggregates, whose journals name theirs.</summary>
public static class UsageActions
{
    /// <summary>Signed in.</summary>
    public const string SignedIn = "SignedIn";

    /// <summary>Sent a message to a service.</summary>
    public const string ContactRequestSent = "ContactRequestSent";

    /// <summary>Invited a user, or sent the invitation once more.</summary>
    public const string UserInvited = "UserInvited";

    /// <summary>Changed who a user is, or what the user may do.</summary>
    public const string UserChanged = "UserChanged";

    /// <summary>Closed a user's account.</summary>
    public const string UserDeactivated = "UserDeactivated";

    /// <summary>Opened a user's account again.</summary>
    public const string UserReactivated = "UserReactivated";

    /// <summary>Asked for the own data to be erased.</summary>
    public const string ErasureRequested = "ErasureRequested";

    /// <summary>Entered or imported meter readings.</summary>
    public const string ReadingsEntered = "ReadingsEntered";
}
