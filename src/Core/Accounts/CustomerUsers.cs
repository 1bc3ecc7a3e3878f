namespace Dfm.Core.Accounts;

/// <summary>
/// What is true of all users of a customer together. It is stored with each change of one of them, under its version: so of two Superviseurs who
/// demote each other, one stays.
/// </summary>
/// <param name="Count">All users, deactivated ones included.</param>
/// <param name="Supervisors">Those who can act as one, which nobody can before the first sign-in. Sorted by id.</param>
public sealed record CustomerUsers(int Count, IReadOnlyList<Person> Supervisors)
{
    /// <summary>So many users a customer can have: one page of a list shows them.</summary>
    public const int Most = 500;

    /// <summary>Before the first one.</summary>
    public static CustomerUsers None { get; } = new(0, []);

    /// <summary>What is true with a user as it is now.</summary>
    /// <param name="before">As it was; null for a new one.</param>
    public CustomerUsers With(Account? before, Account after)
    {
        ArgumentNullException.ThrowIfNull(after);
        var others = Supervisors.Where(one => one.User != after.User);
        IEnumerable<Person> own = after is { Profile: Profile.Supervisor, State: AccountState.Active }
            ? [new Person(after.User, after.Name, after.Email)]
            : [];
        return new(
            before is null ? Count + 1 : Count, [.. others.Concat(own).OrderBy(one => one.User.Value, StringComparer.Ordinal)]);
    }

    /// <summary>What a Superviseur may make of the users, or why not.</summary>
    /// <param name="before">As it was; null for a new one.</param>
    public Result<CustomerUsers> Allow(Account? before, Account after)
    {
        var then = With(before, after);
        if (then.Count > Most && before is null) return UserProblems.TooMany;
        // Where there is none before, as with an import without any, nobody is taken away.
        return then.Supervisors.Count == 0 && Supervisors.Count > 0 ? UserProblems.LastSupervisor : then;
    }
}
