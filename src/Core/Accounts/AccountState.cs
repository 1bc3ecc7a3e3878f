using System.Text.Json.Serialization;

namespace Dfm.Core.Accounts;

/// <summary>Whether an account can be used.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AccountState>))]
public enum AccountState
{
    /// <summary>The person was invited and has not set a password yet.</summary>
    Invited,

    /// <summary>The person can sign in.</summary>
    Active,

    /// <summary>A Superviseur has closed it: nobody signs in, and what was signed in is not any more.</summary>
    Deactivated,

    /// <summary>A Superviseur has closed it before the person had set a password.</summary>
    Withdrawn,

    /// <summary>DFM erases the person's data: nobody opens the account again.</summary>
    Erasing,
}
