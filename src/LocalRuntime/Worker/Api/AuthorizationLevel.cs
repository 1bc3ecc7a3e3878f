namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which function key a caller needs in Azure. On one machine there are no keys, and every level is open, as under Core
/// Tools.</summary>
public enum AuthorizationLevel
{
    /// <summary>No key.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user.</summary>
    User = 1,

    /// <summary>A function key.</summary>
    Function = 2,

    /// <summary>The system key.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
