using Dfm.Core.Contact;
using Dfm.Functions.Http.Forms;

namespace Dfm.Functions.Contact.Requests;

/// <summary>The fields of the form that sends a contact request.</summary>
public static class ContactFormFields
{
    /// <summary>Their names.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string> { "service", "subject", "message" };

    /// <summary>What was entered.</summary>
    public static ContactForm Of(FormFields fields) => new(fields["service"], fields["subject"], fields["message"]);
}
