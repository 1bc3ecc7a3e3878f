using Dfm.Core.Notifications;

namespace Dfm.Functions.Tests.Mail;

/// <summary>Mails with plausible content.</summary>
internal static class Mails
{
    public static MailRecipient Claire { get; } = new("claire.delorme@notaires-delorme.example.com", "Claire Delorme");

    public static DateTimeOffset Now { get; } = new(2026, 11, 24, 13, 30, 0, TimeSpan.Zero);

    /// <summary>Every field filled in, one of them with malice.</summary>
    public static DitRecap FullDit { get; } = new(
        Number: "26-000123",
        AssetDesignation: "Multifonction couleur A3",
        AssetMake: "Ricoh",
        AssetModel: "IM C3010",
        SerialNumber: "3129RC10482",
        SiteName: "Étude principale",
        Location: "Rez-de-chaussée, accueil, derrière la banque",
        Contract: "CTR-2024-0117",
        Nature: "Bourrage papier",
        ErrorCode: "SC 542",
        Description: "Bourrage à chaque copie.\r\n<script>alert('é')</script> & « bruit »\nDepuis ce matin {{ dit.number }}",
        Urgency: "Bloquant",
        ContactName: "Julien Petit",
        ContactPhone: "02 61 91 10 02",
        CustomerReference: "NOT-7 <b>",
        Attachments: [new("écran \"<1>\".png", 348_160), new("pannes.xlsx", 1_572_864)],
        RaisedAt: Now,
        RaisedBy: "Claire Delorme");

    /// <summary>The mandatory fields alone.</summary>
    public static DitRecap ShortDit { get; } = FullDit with
    {
        Contract = null,
        ErrorCode = null,
        ContactName = null,
        ContactPhone = null,
        CustomerReference = null,
        Attachments = [],
        Description = "Écran noir.",
    };

    public static MailMessage Registered(string id) => MailMessage.Create(id, Claire, new DitRegisteredMail(ShortDit));
}
