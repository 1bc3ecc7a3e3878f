namespace Dfm.Core.Accounts;

/// <summary>A person of a customer, as stored in an aggregate.</summary>
/// <param name="Name">As shown in journals.</param>
/// <param name="Email">Never logged.</param>
public sealed record Person(UserId User, string Name, string Email)
{
    /// <summary>The calling person.</summary>
    public static Person Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(caller.User, caller.Name, caller.Email);
    }

    /// <summary>The person as the author of a command.</summary>
    public Actor ToActor() => new(ActorKind.Customer, Name, Email) { User = User };
}
