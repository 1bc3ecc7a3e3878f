using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dfm.Core.Notifications;

/// <summary>A mail to send: a message of the queue <c>emails</c>.</summary>
/// <param name="Id">Deterministic, so that enqueueing is idempotent.</param>
/// <param name="Template">The name of the templates, e.g. <c>dit-registered</c>.</param>
/// <param name="Recipient">Never logged.</param>
/// <param name="Model">The data of the template, a JSON object in camelCase.</param>
public sealed partial record MailMessage(string Id, string Template, MailRecipient Recipient, JsonElement Model)
{
    /// <summary>Who gets the answers; null for the portal's usual address. Never logged.</summary>
    public MailRecipient? ReplyTo { get; init; }

    /// <summary>The Message-ID of the mail that it answers, without brackets; null for none.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The files that travel with the mail; usually none.</summary>
    public IReadOnlyList<MailFile> Files { get; init; } = [];

    /// <summary>Creates a mail with the template of its model.</summary>
    /// <param name="id">See <see cref="IsLegalId"/>.</param>
    /// <exception cref="ArgumentException">The id is not legal.</exception>
    public static MailMessage Create<TModel>(string id, MailRecipient recipient, TModel model) where TModel : IMailModel
    {
        if (!IsLegalId(id)) throw new ArgumentException($"Not a mail's id: {id}.", nameof(id));
        return new MailMessage(id, TModel.Template, recipient, JsonSerializer.SerializeToElement(model, MailJson.Options));
    }

    /// <summary>The mail with the files that are withheld from it, which its template names.</summary>
    public MailMessage Withholding(IReadOnlyList<WithheldFile> withheld)
    {
        if (Model.ValueKind is not JsonValueKind.Object) return this;
        var model = JsonSerializer.SerializeToNode(Model, MailJson.Options)!.AsObject();
        model["withheld"] = JsonSerializer.SerializeToNode(withheld, MailJson.Options);
        return this with { Model = JsonSerializer.SerializeToElement(model, MailJson.Options) };
    }

    /// <summary>
    /// Whether <paramref name="id"/> is a legal mail id: 1 to 100 letters, digits, « - », « _ », « . » or « : ». It serves as a table key,
    /// a Service Bus message id (128 at most, a retry's suffix included) and a header value.
    /// </summary>
    public static bool IsLegalId([NotNullWhen(true)] string? id) => id is not null && LegalId().IsMatch(id);

    /// <summary>The template and the id: neither the recipient nor the model may reach a log by interpolation.</summary>
    public override string ToString() => $"{Template} {Id}";

    [GeneratedRegex(@"\A[A-Za-z0-9_.:-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LegalId();
}
