using Dfm.Core.Dits;

namespace Dfm.Functions.Dits.Requests;

/// <summary>The fields of the form that raises a DIT.</summary>
public static class DitFormFields
{
    /// <summary>Their names.</summary>
    public static IReadOnlySet<string> Names { get; } =
        new HashSet<string> { "nature", "errorCode", "description", "urgency", "contactName", "contactPhone", "customerReference" };

    /// <summary>What was entered.</summary>
    public static DitForm Of(DitUpload upload) => new(
        upload["nature"],
        upload["errorCode"],
        upload["description"],
        upload["urgency"],
        upload["contactName"],
        upload["contactPhone"],
        upload["customerReference"]);
}
