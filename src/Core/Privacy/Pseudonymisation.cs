using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Dfm.Core.Privacy;

/// <summary>
/// Puts a pseudonym in place of a person, wherever a text or the texts of a JSON document name that person. Nothing else changes.
/// </summary>
/// <remarks>
/// A name of several words, an address and the like are found within longer texts, in any case, between characters that no word has. What is a
/// single plain word stands for the person only where it is the whole text: else « Paul » would go from every rue Paul Doumer.
/// </remarks>
public sealed class Pseudonymisation
{
    /// <summary>As the portal stores JSON: accents stay as they are.</summary>
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The fields in which a short id is a user's: elsewhere the same text is something else.</summary>
    private static readonly HashSet<string> UserFields = new(StringComparer.OrdinalIgnoreCase) { "user", "addedByUser", "subject", "instance" };

    // A user's id that is this long is a hash, which is nothing else.
    private const int HashedId = 20;

    // Digits: fewer are a number of something else.
    private const int ShortestTelephone = 9;

    private readonly Pseudonym pseudonym;
    private readonly HashSet<string> users;
    private readonly HashSet<string> names;
    private readonly HashSet<string> contacts;
    private readonly Regex? within;

    /// <param name="person">Who is to be forgotten.</param>
    /// <param name="pseudonym">What stands there instead.</param>
    public Pseudonymisation(PersonalTraits person, Pseudonym pseudonym)
    {
        ArgumentNullException.ThrowIfNull(person);
        this.pseudonym = pseudonym;
        users = [.. person.Users.Select(user => user.Value)];
        names = new(person.Names, StringComparer.OrdinalIgnoreCase);
        contacts = new(person.Contacts, StringComparer.OrdinalIgnoreCase);
        var texts = person.Names.Concat(person.Contacts).Where(IsDistinct).Concat(users.Where(IsHash))
            .OrderByDescending(text => text.Length).Select(Pattern).ToList();
        within = texts.Count == 0 ? null : new Regex(string.Join('|', texts), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    /// <summary>The text of a field without the person; the same text where it does not name the person.</summary>
    /// <param name="field">The field's name, or the column's.</param>
    /// <param name="text">Plain, or a JSON document.</param>
    /// <param name="whose">The user's id that stands beside the field; null for none.</param>
    public string Of(string field, string text, string? whose = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (whose is not null && OfPerson(field) is { } own) return users.Contains(whose) ? own : text;
        if (!JsonTexts.TryParse(text, out var document)) return Plain(field, text);
        var isChanged = false;
        var after = Rewrite(field, document, ref isChanged);
        return isChanged ? after!.ToJsonString(Json) : text;
    }

    /// <summary>Whether the text names the person.</summary>
    public bool Concerns(string field, string text) => Of(field, text) != text;

    /// <summary>Plain words are no more than a part of some other text.</summary>
    private static bool IsDistinct(string text) => text.Any(letter => !char.IsLetter(letter));

    /// <summary>The text where it is no part of a longer name or address; a telephone number however it is written.</summary>
    private static string Pattern(string text) => IsTelephone(text) ? Telephone(text) : text.Contains('@', StringComparison.Ordinal)
        ? $@"(?<![\p{{L}}\p{{N}}._%+-]){Regex.Escape(text)}(?![\p{{L}}\p{{N}}_-]|[.]\p{{L}})"
        : $@"(?<![\p{{L}}\p{{N}}_-]){Regex.Escape(text)}(?![\p{{L}}\p{{N}}_-]|@\p{{L}})";

    private static bool IsTelephone(string text) =>
        text.Count(char.IsAsciiDigit) >= ShortestTelephone && text.All(letter => char.IsAsciiDigit(letter) || " +().-/".Contains(letter, StringComparison.Ordinal));

    /// <summary>« 02 61 91 10 77 » is « 02.61.91.10.77 » and « +33 (0)2 61 91 10 77 » too.</summary>
    private static string Telephone(string text)
    {
        const string Between = @"[ ().\-/\u00A0\u202F]{0,3}";
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var national = digits.StartsWith("0033", StringComparison.Ordinal) ? digits[4..]
            : text.StartsWith("+33", StringComparison.Ordinal) ? digits[2..]
            : digits;
        return $@"(?<![\p{{L}}\p{{N}}])(?:(?:\+|00)33{Between})?(?:\(?0\)?{Between})?{string.Join(Between, national.TrimStart('0').ToCharArray())}(?![\p{{L}}\p{{N}}])";
    }

    private JsonNode? Rewrite(string field, JsonNode? node, ref bool isChanged)
    {
        switch (node)
        {
            case JsonObject fields:
                var (user, adder) = (fields.Text("user"), fields.Text("addedByUser"));
                foreach (var (name, value) in fields.ToList())
                {
                    var whose = name.StartsWith("addedBy", StringComparison.OrdinalIgnoreCase) ? adder : user;
                    var after = OfPerson(name) is not { } own || whose is null || value is null ? Rewrite(name, value, ref isChanged)
                        : !users.Contains(whose) ? value
                        : JsonValue.Create(own);
                    if (ReferenceEquals(after, value)) continue;
                    fields[name] = after;
                    isChanged = true;
                }

                return fields;
            case JsonArray items:
                for (var item = 0; item < items.Count; item++)
                {
                    var (value, after) = (items[item], Rewrite(field, items[item], ref isChanged));
                    if (!ReferenceEquals(after, value)) items[item] = after;
                }

                return items;
            case JsonValue value when value.TryGetValue(out string? text):
                var changed = Of(field, text);
                if (changed == text) return node;
                isChanged = true;
                return JsonValue.Create(changed);
            default:
                return node;
        }
    }

    private static bool IsHash(string user) => user.Length >= HashedId;

    /// <summary>
    /// What stands in an object that has a user's id: of this person whatever the name was then, and of a namesake what there is. Null for
    /// fields that tell nothing of the person.
    /// </summary>
    private string? OfPerson(string field) => field.ToUpperInvariant() switch
    {
        "USER" or "ADDEDBYUSER" => pseudonym.User.Value,
        "NAME" or "BY" or "ADDEDBY" => pseudonym.Name,
        "EMAIL" => "",
        _ => null,
    };

    private string Plain(string field, string text)
    {
        if (users.Contains(text) && (IsHash(text) || UserFields.Contains(field))) return pseudonym.User.Value;
        if (names.Contains(text)) return pseudonym.Name;
        if (contacts.Contains(text)) return "";
        return within?.Replace(text, pseudonym.Name) ?? text;
    }
}
