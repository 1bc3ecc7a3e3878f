using Dfm.Core.Dits;
using Dfm.Core.Parc;

namespace Dfm.Core.Inbound;

/// <summary>The form of the DIT that a mail raises: its nature and its urgency are guessed, for the staff sees the text anyway.</summary>
public static class MailedRequest
{
    private const int ShortestWord = 4;

    private static readonly string[] Urgent = ["urgent", "urgente", "urgence"];
    private static readonly string[] Blocking = ["bloquant", "bloquante", "bloque", "bloquee", "bloques", "bloquees"];

    /// <summary>The form, as if the sender had filled it in.</summary>
    /// <param name="natures">In the list's order, which ends with what fits everything.</param>
    public static DitForm FormOf(InboundMail mail, AssetKind kind, IReadOnlyList<Nature> natures)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var text = mail.FullText(DitRequest.MaxDescription);
        return new(
            NatureOf($"{mail.Subject}\n{mail.Text.Written}", kind, natures)?.Code,
            ErrorCode: null,
            text.Length > 0 ? text : "(mail sans texte)",
            UrgencyOf(mail.Subject).ToString(),
            ContactName: null,
            ContactPhone: null,
            CustomerReference: null);
    }

    /// <summary>
    /// The nature of which the text has the most words: half of them at least of its label, or of one of the label's parts between slashes.
    /// Else the last of the list that fits the asset, « Autre demande ».
    /// </summary>
    public static Nature? NatureOf(string text, AssetKind kind, IReadOnlyList<Nature> natures)
    {
        var words = SearchText.Words(text).ToHashSet(StringComparer.Ordinal);
        var fitting = natures.Where(nature => nature.Kinds.Contains(kind)).ToList();
        return fitting.Where(nature => Share(nature, words) >= 0.5).MaxBy(nature => Share(nature, words)) ?? fitting.LastOrDefault();
    }

    /// <summary>What the subject calls it; else <see cref="Urgency.Standard"/>.</summary>
    public static Urgency UrgencyOf(string subject)
    {
        var words = SearchText.Words(subject).ToList();
        if (words.Exists(Blocking.Contains)) return Urgency.Blocking;
        return words.Exists(Urgent.Contains) ? Urgency.Urgent : Urgency.Standard;
    }

    private static double Share(Nature nature, HashSet<string> words) => nature.Label.Split('/').Max(part =>
    {
        var own = SearchText.Words(part).Where(word => word.Length >= ShortestWord).ToList();
        return own.Count == 0 ? 0 : (double)own.Count(words.Contains) / own.Count;
    });
}
