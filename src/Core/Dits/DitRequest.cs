using Dfm.Core.Parc;

namespace Dfm.Core.Dits;

/// <summary>The validated input of a new DIT (manual, chapter 2).</summary>
/// <param name="NatureCode">« Nature de l'intervention ».</param>
/// <param name="Nature">The label of the nature.</param>
/// <param name="ErrorCode">« Code erreur », if the asset displays one.</param>
/// <param name="Description">« Détail de la demande ».</param>
/// <param name="Urgency">« Degré d'urgence ».</param>
/// <param name="ContactName">The contact on site, else null.</param>
/// <param name="ContactPhone">The contact's phone number, else null.</param>
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
    /// <summary>The maximum length of the description, in UTF-16 units.</summary>
    public const int MaxDescription = 4000;

    /// <summary>The maximum length of the error code, the contact's name and the reference, in UTF-16 units.</summary>
    public const int MaxShortText = 100;

    /// <summary>
    /// Validates the form, all fields at once. An unknown nature has its own problem code, because a form with an outdated list must be
    /// reloaded rather than corrected.
    /// </summary>
    public static Result<DitRequest> Parse(DitForm form, AssetKind kind, IReadOnlyList<Nature> natures)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(natures);
        var check = new FieldChecks();
        var natureCode = check.Required("nature", form.Nature, MaxShortText, "Sélectionnez la nature de l'intervention.");
        var description = check.RequiredText("description", form.Description, MaxDescription, "Précisez votre demande dans le détail.");
        var urgency = check.Choice<Urgency>("urgency", form.Urgency, "Indiquez le degré d'urgence.");
        var errorCode = check.Optional("errorCode", form.ErrorCode, MaxShortText);
        var contactName = check.Optional("contactName", form.ContactName, MaxShortText);
        var contactPhone = check.Phone("contactPhone", form.ContactPhone);
        var reference = check.Optional("customerReference", form.CustomerReference, MaxShortText);
        if (check.Problem is { } problem) return problem;
        if (natures.FirstOrDefault(n => n.Code == natureCode && n.Kinds.Contains(kind)) is not { } nature) return DitProblems.UnknownNature;
        return new DitRequest(nature.Code, nature.Label, errorCode, description, urgency, contactName, contactPhone, reference);
    }
}

/// <summary>The form, not validated; null for missing fields.</summary>
public sealed record DitForm(
    string? Nature,
    string? ErrorCode,
    string? Description,
    string? Urgency,
    string? ContactName,
    string? ContactPhone,
    string? CustomerReference);
