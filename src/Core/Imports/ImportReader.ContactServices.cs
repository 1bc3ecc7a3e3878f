using Dfm.Core.Contact;

namespace Dfm.Core.Imports;

/// <summary>The list of services that customers can write to.</summary>
public static partial class ImportReader
{
    /// <summary>
    /// <c>contact-services.csv</c>: code, label, email, writers (Superviseur, Utilisateur, separated by « | »). The file's order is the
    /// list's.
    /// </summary>
    public static ImportFile<ContactService> ContactServices(ReadOnlySpan<byte> file) => Read(
        file,
        ["code", "label", "email", "writers"],
        line => new ContactService(
            line.Code("code"), line.Required("label", 100), line.Email("email"), line.ChoiceList("writers", Profiles), line.Number),
        service => service.Code);
}
