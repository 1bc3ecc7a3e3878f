using Dfm.Core.Accounts;
using Dfm.Core.Attachments;

namespace Dfm.Core.Contact;

/// <summary>The validated input of a contact request (manual, chapter 8).</summary>
/// <param name="Service">The service that it is for.</param>
/// <param name="Subject">« Objet ».</param>
/// <param name="Text">« Message », with line breaks.</param>
public sealed record ContactMessage(ContactService Service, string Subject, string Text)
{
    /// <summary>The maximum length of the subject, in UTF-16 units.</summary>
    public const int MaxSubject = 150;

    /// <summary>The maximum length of the message, in UTF-16 units.</summary>
    public const int MaxText = 4000;

    private const int MaxCode = 40;

    /// <summary>
    /// Validates the form, all fields at once. A service that the caller may not write to is refused as one that does not exist.
    /// </summary>
    public static Result<ContactMessage> Parse(ContactForm form, Caller caller, IReadOnlyList<ContactService> services)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(services);
        var check = new FieldChecks();
        var code = check.Required("service", form.Service, MaxCode, "Sélectionnez un service.");
        var subject = check.Required("subject", form.Subject, MaxSubject, "Indiquez l'objet de votre message.");
        var text = check.RequiredText("message", form.Message, MaxText, "Saisissez votre message.");
        if (check.Problem is { } problem) return problem;
        return services.FirstOrDefault(service => service.Code == code && service.IsOpenTo(caller)) is { } found
            ? new ContactMessage(found, subject, text)
            : ContactProblems.UnknownService;
    }

    /// <summary>The contact request of this message, sent by <paramref name="caller"/>.</summary>
    public ContactRequest Send(
        ContactNumber number, Caller caller, string customerName, DateTimeOffset now, IReadOnlyList<Attachment> attachments)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(
            number, caller.Customer, customerName, Service.Code, Service.Label, Subject, Text, attachments, Person.Of(caller), now);
    }
}

/// <summary>The form, not validated; null for missing fields.</summary>
public sealed record ContactForm(string? Service, string? Subject, string? Message);
