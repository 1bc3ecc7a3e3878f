using System.Text;
using Dfm.Core.Inbound;
using Dfm.Functions.Tests.Dits;
using static Dfm.Core.Inbound.HoldReason;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>What becomes of a mail.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why it waits; null where it does not.</param>
public sealed record Expected(InboundState State, HoldReason? Reason = null)
{
    /// <summary>Of a DIT that it raises: the asset.</summary>
    public string? Asset { get; init; }

    /// <summary>What the DIT, or the message, says of it.</summary>
    public string? Says { get; init; }

    /// <summary>What it does not say.</summary>
    public string? SaysNot { get; init; }

    /// <summary>The files of the DIT, in their order.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>The urgency and the nature of the DIT.</summary>
    public (string Urgency, string Nature)? As { get; init; }

    public static Expected Raises(string asset, string? says = null, params string[] files) =>
        new(InboundState.Done) { Asset = asset, Says = says, Files = files.Length > 0 ? files : null };

    /// <summary>A message on the DIT or the order that the corpus answers.</summary>
    public static Expected Message(string? says, string? saysNot = null) => new(InboundState.Done) { Says = says, SaysNot = saysNot };

    public static Expected Holds(HoldReason reason) => new(InboundState.Held, reason);
}

/// <summary>What the mails of the corpus answer.</summary>
/// <param name="Dit">The reply address of Paul's DIT.</param>
/// <param name="DitMail">The Message-ID of a mail about it.</param>
/// <param name="ClosedDit">The reply address of one that is cancelled.</param>
/// <param name="Order">The reply address of his order.</param>
/// <param name="Zoes">The reply address of a DIT of the other customer.</param>
public sealed record Answered(string Dit, string DitMail, string ClosedDit, string Order, string Zoes);

/// <summary>Mails as people, their programs, machines and attackers send them, each with what becomes of it. The people are invented.</summary>
public static partial class MailCorpus
{
    private const string Serial = "SNp10001";

    private static readonly byte[] Heic = [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, .. new byte[64]];
    private static readonly byte[] Screenshot = [.. Samples.Png, .. new byte[40_000]];

    /// <summary>All mails by name.</summary>
    public static IReadOnlyDictionary<string, Func<Answered, (SentMail Mail, Expected Expected)>> All { get; } =
        NewRequests().Concat(WithFiles()).Concat(Replies()).Concat(Spoofed()).Concat(OfMachines()).Concat(Broken()).ToDictionary();

    /// <summary>Those that no library writes come as they are, in the raw form alone.</summary>
    public static bool IsRawOnly(SentMail mail) => mail.Raw is not null;

    private static IEnumerable<Case> NewRequests()
    {
        yield return Of("outlook-text", new SentMail { Text = $"Bonjour,\r\n\r\nLe copieur {Serial} ne démarre plus.\r\n\r\nCordialement,\r\n\r\nPaul Durand\r\nComptabilité\r\nTél. 02 61 91 10 01\r\n\r\nCe message et ses pièces jointes sont confidentiels et destinés à leur seul destinataire." },
            Expected.Raises("p1", "ne démarre plus.") with { SaysNot = "confidentiels" });
        yield return Of("outlook-html", new SentMail { Html = $"<html><head><style>p.MsoNormal {{margin:0}}</style></head><body><p class=MsoNormal>Bonjour,<o:p></o:p></p><p class=MsoNormal>Le copieur <b>{Serial}</b> n&eacute;cessite une visite.</p></body></html>" },
            Expected.Raises("p1", "nécessite une visite.") with { SaysNot = "MsoNormal" });
        yield return Of("gmail", new SentMail { Text = $"Bonjour, le {Serial} fait du bruit.\n\n-- \nPaul Durand\nService achats", Html = $"<div dir=\"ltr\">Bonjour, le {Serial} fait du bruit.</div>" },
            Expected.Raises("p1", "fait du bruit.") with { SaysNot = "Service achats" });
        yield return Of("apple-mail", new SentMail { Text = $"Bonjour,\n\nBourrage sur le\u00A0{Serial}.\n\nPaul\nEnvoyé de mon iPhone" },
            Expected.Raises("p1", $"Bourrage sur le {Serial}.") with { SaysNot = "iPhone" });
        yield return Of("android", new SentMail { Text = $"{Serial} en panne\n\nEnvoyé depuis mon smartphone Samsung Galaxy." },
            Expected.Raises("p1", "en panne") with { SaysNot = "Samsung" });
        yield return Of("outlook-mobile", new SentMail { Text = $"Plus de toner détecté, n° de série {Serial}\n\nObtenir Outlook pour iOS<https://aka.ms/o0ukef>" }, Expected.Raises("p1") with { SaysNot = "aka.ms" });
        yield return Of("serial-in-subject", new SentMail { Subject = $"Panne {Serial}", Text = "Voir l'objet. Merci." }, Expected.Raises("p1", $"Objet : Panne {Serial}"));
        yield return Of("subject-alone", new SentMail { Subject = $"Panne {Serial}", Text = "" }, Expected.Raises("p1", $"Panne {Serial}"));
        yield return Of("serial-with-spaces", new SentMail { Text = "Imprimante HS, n° de série : SNp1 0001, merci" }, Expected.Raises("p1"));
        yield return Of("serial-in-other-case", new SentMail { Text = "Le copieur snP10001 est en panne." }, Expected.Raises("p1"));
        yield return Of("number-of-the-parc", new SentMail { Text = "Bonjour, le n° de parc p3 affiche une erreur." }, Expected.Raises("p3"));
        yield return Of("label", new SentMail { Text = "Problème sur http://127.0.0.1/assets/i1/dits/new" }, Expected.Raises("i1"));
        yield return Of("label-in-html", new SentMail { Html = "<p>Scanné : <a href=\"https://portail.dfm.example.com/assets/p1/dits/new\">https://portail.dfm.example.com/assets/p1/dits/new</a></p>" }, Expected.Raises("p1"));
        yield return Of("forwarded", new SentMail { Subject = "TR: imprimante", Text = $"Pouvez-vous regarder ?\n\n---------- Forwarded message ---------\nDe : Léa Roy <lea@example.com>\nObjet : imprimante\n\nLa {Serial} imprime des traits." },
            Expected.Raises("p1", "imprime des traits."));
        yield return Of("forwarded-by-outlook", new SentMail { Subject = "TR: panne", Text = $"Pour suite à donner.\n\nDe : Léa Roy\nEnvoyé : lundi 2 mars 2037 08:00\nÀ : Paul Durand\nObjet : panne\n\nLe {Serial} est arrêté." }, Expected.Raises("p1", "est arrêté."));
        yield return Of("answer-to-our-question", new SentMail { Subject = "Re: Précisez le bien concerné : panne", Text = $"C'est le {Serial}, il fume.\n\nLe lun. 2 mars 2037 à 09:00, Portail <portail@dfm.example.com> a écrit :\n> - p1 : Ricoh, n° de série {Serial}\n> - p3 : Ricoh, n° de série SNp30001" },
            Expected.Raises("p1", "il fume."));
        yield return Of("latin1", new SentMail { Subject = "Problème à l'étage", Text = $"Dégât sur {Serial} : fumée", Charset = "iso-8859-1" }, Expected.Raises("p1", "Objet : Problème à l'étage"));
        yield return Of("windows-1252", new SentMail { Text = $"Devis de 40 € – copieur « {Serial} »", Charset = "windows-1252" }, Expected.Raises("p1", "40 € – copieur"));
        yield return Of("iso-2022-jp", new SentMail { Subject = "故障 プリンター", Text = $"{Serial} 紙詰まり", Charset = "iso-2022-jp" }, Expected.Raises("p1", "紙詰まり"));
        yield return Of("emoji", new SentMail { Subject = "😡 copieur 👩‍🔧", Text = $"{Serial} 🔥" }, Expected.Raises("p1", "🔥"));
        yield return Of("urgent", new SentMail { Subject = "URGENT : panne", Text = $"{Serial} bloqué" }, Expected.Raises("p1") with { As = ("Urgent", "PANNE") });
        yield return Of("blocking", new SentMail { Subject = "Situation bloquante", Text = $"Connexion réseau perdue sur {Serial}" }, Expected.Raises("p1") with { As = ("Blocking", "RESEAU") });
        yield return Of("standard", new SentMail { Subject = "Copieur", Text = $"Panne du {Serial}, pas urgent" }, Expected.Raises("p1") with { As = ("Standard", "PANNE") });
        yield return Of("long", new SentMail { Text = $"{Serial}\n{string.Concat(Enumerable.Repeat("Une ligne de plus.\n", 6_000))}" }, Expected.Raises("p1", "La suite est dans le mail d'origine."));
        yield return Of("other-customers-asset-of-the-same-number", new SentMail { From = "Zoé <zoe@example.com>", Text = $"Panne {Serial}" }, Expected.Raises("p1"));
        yield return Of("subdomain-signs", new SentMail { Text = Serial, Dkim = "{@mail.example.com : pass, @sendgrid.net : pass}", Spf = "none" }, Expected.Raises("p1"));
        yield return Of("sender-in-capitals", new SentMail { From = "PAUL@EXAMPLE.COM", Text = Serial }, Expected.Raises("p1"));
        yield return Of("two-recipients", new SentMail { To = $"sav@{SentMail.Domain}, demandes@{SentMail.Domain}", Text = Serial }, Expected.Raises("p1"));
        yield return Of("no-asset", new SentMail { Text = "Bonjour, l'imprimante du 2e étage est en panne." }, Expected.Holds(NoAsset));
        yield return Of("two-assets", new SentMail { Text = $"{Serial} et SNp30001 sont en panne." }, Expected.Holds(NoAsset));
        yield return Of("asset-of-a-site-that-is-not-the-senders", new SentMail { Text = "SNp20001 en panne" }, Expected.Holds(NoAsset));
        yield return Of("asset-that-nobody-has", new SentMail { Text = "SNp99999 en panne" }, Expected.Holds(NoAsset));
    }

    private static IEnumerable<Case> WithFiles()
    {
        var broken = new SentMail { Text = $"Panne {Serial}" };
        yield return Of("photo", broken.With(new SentFile("écran.png", Samples.Png, "image/png")), Expected.Raises("p1", null, "écran.png"));
        yield return Of("iphone-photo", broken.With(new SentFile("IMG_0412.HEIC", Heic, "image/heic")), Expected.Raises("p1", null, "IMG_0412.HEIC"));
        yield return Of("iphone-photo-named-jpg", broken.With(new SentFile("IMG_0412.jpg", Heic, "image/jpeg")), Expected.Raises("p1", null, "IMG_0412.jpg"));
        yield return Of("screenshot-in-the-text", new SentMail { Html = $"<p>{Serial}</p><img src=\"cid:ecran@x\">" }.With(new SentFile("image001.png", Screenshot, "image/png", "ecran@x")),
            Expected.Raises("p1", null, "image001.png"));
        yield return Of("logo-of-a-signature", new SentMail { Html = $"<p>{Serial}</p><img src=\"cid:logo@x\">" }.With(new SentFile("logo.png", Samples.Png, "image/png", "logo@x")).With(new SentFile("photo.png", Samples.Png, "image/png")),
            Expected.Raises("p1", null, "photo.png"));
        yield return Of("signed-by-smime", broken.With(new SentFile("smime.p7s", [0x30, 0x80], "application/pkcs7-signature")), Expected.Raises("p1") with { Files = [] });
        yield return Of("business-card", broken.With(new SentFile("paul.vcf", "BEGIN:VCARD"u8.ToArray(), "text/vcard")), Expected.Raises("p1") with { Files = [] });
        yield return Of("winmail", broken.With(new SentFile("winmail.dat", Tnef.Of("photo.png", Samples.Png), "application/ms-tnef")), Expected.Raises("p1", null, "photo.png"));
        yield return Of("winmail-in-a-winmail", broken.With(new SentFile("winmail.dat", Tnef.Of("winmail.dat", Tnef.Of("photo.png", Samples.Png)), "application/ms-tnef")), Expected.Raises("p1", null, "photo.png"));
        yield return Of("winmail-that-is-none", broken.With(new SentFile("winmail.dat", [1, 2, 3, 4], "application/ms-tnef")), Expected.Raises("p1") with { Files = [] });
        yield return Of("program", broken.With(new SentFile("outil.exe", Samples.Exe), new SentFile("photo.png", Samples.Png)), Expected.Raises("p1", null, "photo.png"));
        yield return Of("disguised-program", broken.With(new SentFile("facture.pdf", Samples.Exe, "application/pdf")), Expected.Raises("p1") with { Files = [] });
        yield return Of("archive", broken.With(new SentFile("photos.zip", Samples.Xlsx, "application/zip")), Expected.Raises("p1") with { Files = [] });
        yield return Of("empty-file", broken.With(new SentFile("vide.png", [], "image/png")), Expected.Raises("p1") with { Files = [] });
        yield return Of("twelve-files", broken.With([.. Enumerable.Range(1, 12).Select(n => new SentFile($"photo{n:00}.png", Samples.Png, "image/png"))]),
            Expected.Raises("p1", null, [.. Enumerable.Range(1, 10).Select(n => $"photo{n:00}.png")]));
        yield return Of("name-with-a-path", broken.With(new SentFile("..\\..\\etc\\écran.png", Samples.Png, "image/png")), Expected.Raises("p1", null, "écran.png"));
        yield return Of("mail-as-a-file", new SentMail { Subject = $"TR: {Serial}", Text = "Ci-joint." }.With(new SentFile("demande.eml", "From: a@example.com\r\nSubject: panne\r\n\r\nPanne"u8.ToArray(), "message/rfc822")),
            Expected.Raises("p1") with { Files = null });
    }

    private static Case Of(string name, SentMail mail, Expected expected) => new(name, _ => (mail, expected));

    private static Case Of(string name, Func<Answered, SentMail> mail, Expected expected) => new(name, answered => (mail(answered), expected));

    private static KeyValuePair<string, Func<Answered, (SentMail, Expected)>> ToPair(Case one) => new(one.Name, one.Make);

    private static Dictionary<string, Func<Answered, (SentMail, Expected)>> ToDictionary(this IEnumerable<Case> cases) =>
        new(cases.Select(ToPair), StringComparer.Ordinal);

    private static byte[] Utf8(string mail) => Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n"));

    private sealed record Case(string Name, Func<Answered, (SentMail Mail, Expected Expected)> Make);
}
