using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dfm.Core.Notifications;

/// <summary>A mail that a lifecycle asks for: what lies on the queue <c>emails</c>.</summary>
/// <param name="Id">Deterministic: asking twice for the same mail gives the same id, and it is sent once.</param>
/// <param name="Template">Which mail, e.g. <c>dit-registered</c>: the name of its templates.</param>
/// <param name="Recipient">To whom. Never logged.</param>
/// <param name="Model">What the template shows, as a JSON object in camelCase.</param>
public sealed partial record MailMessage(string Id, string Template, MailRecipient Recipient, JsonElement Model)
{
    /// <summary>A mail with the template of its model.</summary>
    /// <param name="id">See <see cref="IsLegalId"/>.</param>
    /// <param name="recipient">To whom.</param>
    /// <param name="model">What the mail shows.</param>
    /// <exception cref="ArgumentException">The id cannot be one.</exception>
    public static MailMessage Create<TModel>(string id, MailRecipient recipient, TModel model) where TModel : IMailModel
    {
        if (!IsLegalId(id)) throw new ArgumentException($"Not a mail's id: {id}.", nameof(id));
        return new MailMessage(id, TModel.Template, recipient, JsonSerializer.SerializeToElement(model, MailJson.Options));
    }

    /// <summary>
    /// Whether <paramref name="id"/> can name a mail: 1 to 100 letters, digits, « - », « _ », « . » or « : ». So it may be a
    /// table's key, a Service Bus message id (128 at most, a retry's suffix included) and a header's value.
    /// </summary>
    public static bool IsLegalId([NotNullWhen(true)] string? id) => id is not null && LegalId().IsMatch(id);

    /// <summary>Which mail, and nothing of the person: neither the recipient nor the model may reach a log by interpolation.</summary>
    public override string ToString() => $"{Template} {Id}";

    [GeneratedRegex(@"\A[A-Za-z0-9_.:-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LegalId();
}
