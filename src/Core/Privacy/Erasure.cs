using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Dfm.Core.Accounts;

namespace Dfm.Core.Privacy;

/// <summary>How far an erasure is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ErasureState>))]
public enum ErasureState
{
    /// <summary>The account, if there is one, is closed; the person's data wait for <see cref="Erasure.DueAt"/>, or are being erased.</summary>
    Pending,

    /// <summary>Nothing names the person any more.</summary>
    Done,
}

/// <summary>
/// The erasure of a person's data. It is kept for good: after a restore it has to be repeated, so it recognises the user, and names nobody.
/// </summary>
/// <param name="Salt">Random.</param>
/// <param name="UserHash">Of the salt and the user's id.</param>
/// <param name="DueAt">From then on nothing about the person is on its way any more.</param>
/// <param name="DoneAt">When it was done last; null before.</param>
/// <param name="Run">Counts from 1: each repetition is one more.</param>
public sealed record Erasure(
    Pseudonym Pseudonym,
    CustomerId Customer,
    string Salt,
    string UserHash,
    DateTimeOffset RequestedAt,
    DateTimeOffset DueAt,
    ErasureState State,
    DateTimeOffset? DoneAt,
    int Run)
{
    /// <summary>Whether it is of somebody without an account: a user who has that id by then is not touched.</summary>
    public bool IsOfSender { get; init; }

    /// <summary>Whom it is about, as far as that is known. Null once it is done.</summary>
    public PersonalTraits? Person { get; init; }

    /// <summary>What replaces the person; null while nobody is known to be replaced.</summary>
    public Pseudonymisation? ToPseudonymisation() => Person is null ? null : new(Person, Pseudonym);

    /// <summary>The same by addresses alone: for what is of all customers, where the person's name may be somebody else's.</summary>
    public Pseudonymisation? ToPseudonymisationByAddress() => Person is null ? null : new(Person with { Names = [] }, Pseudonym);

    /// <summary>A new one.</summary>
    /// <param name="id">Of the pseudonym; random.</param>
    public static Erasure Begin(string id, string salt, CustomerId customer, UserId user, DateTimeOffset now, TimeSpan settleFor) =>
        new(new(id), customer, salt, Hash(salt, user), now, now + settleFor, ErasureState.Pending, null, Run: 1);

    /// <summary>The same of somebody who has written by mail and has no account.</summary>
    public Erasure Of(MailSender sender)
    {
        ArgumentNullException.ThrowIfNull(sender);
        return this with { IsOfSender = true, Person = PersonalTraits.Of(sender.User).With(name: null, sender.Email) };
    }

    /// <summary>Whether this is the user that it is about.</summary>
    public bool IsOf(UserId user) => Hash(Salt, user) == UserHash;

    /// <summary>The same once more: after a restore, or where it was given up. One that is not due yet stays as it is.</summary>
    public Erasure Repeat(DateTimeOffset now) => now < DueAt ? this : this with { State = ErasureState.Pending, DueAt = now, Run = Run + 1 };

    /// <summary>The erasure when it is done.</summary>
    public Erasure End(DateTimeOffset now) => this with { State = ErasureState.Done, DoneAt = now, Person = null };

    private static string Hash(string salt, UserId user) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}\n{user.Value}")));
}
