using Dfm.Core.Dits;
using Dfm.Functions.Http.Forms;

namespace Dfm.Functions.Dits.Requests;

/// <summary>The fields of the form that raises a DIT.</summary>
public static class DitFormFields
{
    /// <summary>Their names.</summary>
    public static IReadOnlySet<string> Names { get; } =
        new HashSet<string> { "nature", "errorCode", "description", "urgency", "contactName", "contactPhone", "customerReference" };

    /// <summary>What was entered.</summary>
    public static DitForm Of(FormFields fields) => new(
        fields["nature"],
        fields["errorCode"],
        fields["description"],
        fields["urgency"],
        fields["contactName"],
        fields["contactPhone"],
        fields["customerReference"]);
}
