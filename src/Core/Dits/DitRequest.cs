using Dfm.Core.Parc;

namespace Dfm.Core.Dits;

/// <summary>What a customer enters to raise a DIT (manual, chapter 2), checked.</summary>
/// <param name="NatureCode">« Nature de l'intervention », from the list.</param>
/// <param name="Nature">Its label.</param>
/// <param name="ErrorCode">« Code erreur », if one is displayed.</param>
/// <param name="Description">« Détail de la demande ».</param>
/// <param name="Urgency">« Degré d'urgence ».</param>
/// <param name="ContactName">Whom the technician asks for on site, else null.</param>
/// <param name="ContactPhone">Where to reach that person, else null.</param>
/// <param name="CustomerReference">The customer's own reference, else null.</param>
public sealed record DitRequest(
    string NatureCode,
    string Nature,
    string? ErrorCode,
    string Description,
    Urgency Urgency,
    string? ContactName,
    string? ContactPhone,
    string? CustomerReference)
{
    /// <summary>The longest description, in UTF-16 units.</summary>
    public const int MaxDescription = 4000;

    /// <summary>The longest error code, contact name and reference.</summary>
    public const int MaxShortText = 100;

    /// <summary>The longest phone number.</summary>
    public const int MaxPhone = 30;

    /// <summary>
    /// Checks what was entered, all fields at once. An unknown nature has a code of its own, since a form that shows an old list
    /// has to be loaded again rather than corrected.
    /// </summary>
    public static Result<DitRequest> Parse(DitForm form, AssetKind kind, IReadOnlyList<Nature> natures)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(natures);
        var check = new FieldChecks();
        var natureCode = check.Required("nature", form.Nature, MaxShortText, "Sélectionnez la nature de l'intervention.");
        var description = check.Required("description", form.Description, MaxDescription, "Précisez votre demande dans le détail.");
        var urgency = check.Choice<Urgency>("urgency", form.Urgency, "Indiquez le degré d'urgence.");
        var errorCode = check.Optional("errorCode", form.ErrorCode, MaxShortText);
        var contactName = check.Optional("contactName", form.ContactName, MaxShortText);
        var contactPhone = check.Phone("contactPhone", form.ContactPhone, MaxPhone);
        var reference = check.Optional("customerReference", form.CustomerReference, MaxShortText);
        if (check.Problem is { } problem) return problem;
        if (natures.FirstOrDefault(n => n.Code == natureCode && n.Kinds.Contains(kind)) is not { } nature) return DitProblems.UnknownNature;
        return new DitRequest(nature.Code, nature.Label, errorCode, description, urgency, contactName, contactPhone, reference);
    }
}

/// <summary>The fields of the form as they came in, unchecked; null where one is missing.</summary>
public sealed record DitForm(
    string? Nature,
    string? ErrorCode,
    string? Description,
    string? Urgency,
    string? ContactName,
    string? ContactPhone,
    string? CustomerReference);
