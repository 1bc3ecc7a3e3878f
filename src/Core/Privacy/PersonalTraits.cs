using System.Text.Json.Nodes;
using Dfm.Core.Accounts;

namespace Dfm.Core.Privacy;

/// <summary>By what the rows of a customer name one person: as the person is called now, and was called when they were written.</summary>
/// <param name="Names">At least one.</param>
/// <param name="Contacts">Mail addresses, sign-in names, a telephone number that is nobody else's.</param>
public sealed record PersonalTraits(UserId User, IReadOnlyList<string> Names, IReadOnlyList<string> Contacts)
{
    /// <summary>The addresses among them.</summary>
    public IEnumerable<string> Emails => Contacts.Where(contact => contact.Contains('@', StringComparison.Ordinal));

    /// <summary>The ids that the person has: the account's, and those by which mails from the addresses were filed without an account.</summary>
    public IReadOnlySet<UserId> Users => Emails.Select(email => new MailSender(email).User).Append(User).ToHashSet();

    /// <summary>What an account says of its person.</summary>
    /// <param name="others">The customer's other users: what they share with the person tells nothing of it.</param>
    public static PersonalTraits Of(Account account, IEnumerable<Account> others)
    {
        ArgumentNullException.ThrowIfNull(account);
        var shared = others.SelectMany(other => Contact(other).Concat(other.FormerContacts)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var own = Contact(account).Concat(account.FormerContacts).Where(text => text.Length > 0 && !shared.Contains(text));
        return new(account.User, [account.Name, .. account.FormerNames], [.. own.Distinct()]);

        static IEnumerable<string> Contact(Account one) => [one.Identifier.Value, one.Email, one.Phone];
    }

    /// <summary>Nothing but the id is known.</summary>
    public static PersonalTraits Of(UserId user) => new(user, [], []);

    /// <summary>With another name or address of the same person.</summary>
    public PersonalTraits With(string? name, string? email) => this with
    {
        Names = Add(Names, name),
        Contacts = Add(Contacts, email),
    };

    /// <summary>
    /// The persons that a text names with their ids, if it is a JSON document, as <see cref="Person"/> and a meter's readings are stored: <c>user</c> beside
    /// <c>name</c> or <c>by</c>, and <c>email</c>.
    /// </summary>
    public static IEnumerable<(UserId User, string? Name, string? Email)> In(string text) =>
        JsonTexts.TryParse(text, out var document) ? In(document) : [];

    private static IEnumerable<(UserId User, string? Name, string? Email)> In(JsonNode? document) => document switch
    {
        JsonArray items => items.SelectMany(In),
        JsonObject fields => fields.SelectMany(field => In(field.Value)).Concat(Own(fields)),
        _ => [],
    };

    private static IEnumerable<(UserId User, string? Name, string? Email)> Own(JsonObject fields) =>
        UserId.TryParse(fields.Text("user"), out var user) ? [(user, fields.Text("name") ?? fields.Text("by"), fields.Text("email"))] : [];

    private static IReadOnlyList<string> Add(IReadOnlyList<string> known, string? more) =>
        string.IsNullOrWhiteSpace(more) || known.Contains(more, StringComparer.OrdinalIgnoreCase) ? known : [.. known, more];
}
