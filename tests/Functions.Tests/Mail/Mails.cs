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

    public static CalendarVisit Visit { get; } = new(
        "dit-26-000123-2", Sequence: 0, ChangedAt: Now, Start: Now.AddDays(7), "Hervé Lemoine");

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

    /// <summary>Two assets, lines of DFM's own, everything filled in, some of it with malice.</summary>
    public static OrderRecap FullOrder { get; } = new(
        Number: "C26-000042",
        SiteName: "Étude principale",
        SiteAddress: "12 rue des Carmes\n45000 Orléans",
        Comment: "Code 12A34, bâtiment B\n<img src=x onerror=alert(1)> & « M. Petit »\n{{ order.number }}",
        CustomerReference: "BC-2026 <i>17</i>",
        Assets:
        [
            new("Multifonction couleur A3", "Ricoh", "IM C3010", "3129RC10482", "Rez-de-chaussée, accueil",
            [
                new("RI842505-K", "Toner noir", "Noir", 2, 0, "Inclus au contrat"),
                new("RI414864-AGR", "Agrafes, boîte de 5 000", null, 1, 0, FrenchText.Price(42)),
            ]),
            new("Imprimante <bureau>", "Kyocera", "ECOSYS P3260dn", "KY-77 & 78", "1er étage",
                [new("KY1T02-K", "Toner <noir> & blanc", "Noir", 3, 0, "Prix sur demande")]),
        ],
        Extras: [new(null, "Frais de port", null, 1, 0, FrenchText.Price(1234.5m))],
        PlacedAt: Now,
        PlacedBy: "Julien <Petit>",
        ApprovedBy: "Claire Delorme");

    /// <summary>The mandatory fields alone.</summary>
    public static OrderRecap ShortOrder { get; } = FullOrder with
    {
        Comment = null,
        CustomerReference = null,
        Assets = [FullOrder.Assets[0]],
        Extras = [],
        PlacedBy = "Julien Petit",
        ApprovedBy = null,
    };

    /// <summary>A part of <see cref="FullOrder"/>, on its way.</summary>
    public static OrderParcel Parcel { get; } = new(
        Carrier: "Chronopost <express>",
        DeliveryNote: "BLC26-000042-1",
        TrackingNumber: "XY123456789FR",
        TrackingUrl: "https://suivi.example.com/?n=XY123456789FR&lang=\"fr\"",
        Lines: [Line(0, 0, quantity: 1), Line(1, 0, quantity: 2)],
        Remaining: [Line(0, 0, quantity: 1), Line(0, 1, quantity: 1), Line(1, 0, quantity: 1)]);

    /// <summary><see cref="FullOrder"/> after <see cref="Parcel"/>.</summary>
    public static OrderRecap PartlySentOrder { get; } = FullOrder with
    {
        Assets = [WithDelivered(FullOrder.Assets[0], 1, 0), WithDelivered(FullOrder.Assets[1], 2)],
    };

    /// <summary>All of <see cref="ShortOrder"/>, by a carrier without a link.</summary>
    public static OrderParcel WholeParcel { get; } = new("Chauffeur DFM", "BLC26-000042-1", null, null, ShortOrder.Assets[0].Lines, []);

    /// <summary><see cref="ShortOrder"/> after <see cref="WholeParcel"/>.</summary>
    public static OrderRecap SentOrder { get; } = ShortOrder with { Assets = [WithDelivered(ShortOrder.Assets[0], 2, 1)] };

    /// <summary>A cart for two sites that waits for approval.</summary>
    public static ApprovalRecap FullApproval { get; } = new(
        "V26-000007",
        "Julien <Petit>",
        Now,
        Now.AddDays(7),
        [
            new("Étude principale", FullOrder.Comment, FullOrder.CustomerReference, FullOrder.Assets),
            new("Annexe & archives", null, null, [FullOrder.Assets[0]]),
        ]);

    /// <summary>The mandatory fields alone.</summary>
    public static ApprovalRecap ShortApproval { get; } = FullApproval with
    {
        RequestedBy = "Julien Petit",
        Deliveries = [FullApproval.Deliveries[1]],
    };

    /// <summary>Every field filled in, some of it with malice.</summary>
    public static ContactRecap FullContact { get; } = new(
        Number: "700001",
        CustomerName: "Étude notariale Delorme & Associés",
        Customer: "C1001",
        Service: "SAV - Service technique",
        Subject: "Visite & <devis>",
        Message: "Bonjour,\r\n<script>alert('é')</script> & « bruit »\n{{ contact.number }}",
        Attachments: FullDit.Attachments,
        SentAt: Now,
        SentBy: "Claire Delorme",
        SenderEmail: "claire.delorme@notaires-delorme.example.com");

    /// <summary>The mandatory fields alone.</summary>
    public static ContactRecap ShortContact { get; } = FullContact with
    {
        Subject = "Visite",
        Message = "Quand passez-vous ?",
        Attachments = [],
    };

    /// <summary>An order of as many lines as asked, every text as long as the portal takes it.</summary>
    public static OrderRecap LongOrder(int lines) => FullOrder with
    {
        SiteAddress = Words(310),
        Comment = Words(1000),
        CustomerReference = Words(50),
        Assets = [.. Enumerable.Range(0, lines).Chunk(30).Select(some => new OrderRecapAsset(
            Words(100), Words(60), Words(100), Words(60), Words(200), [.. some.Select(LongLine)]))],
    };

    public static MailMessage Registered(string id) => MailMessage.Create(id, Claire, new DitRegisteredMail(ShortDit));

    private static OrderRecapLine LongLine(int n) =>
        new($"REF-{n:000}-{new string('X', 32)}", Words(150), "Magenta", 9_999, 9_999, FrenchText.Price(99_999.99m));

    private static OrderRecapLine Line(int asset, int line, int quantity) =>
        FullOrder.Assets[asset].Lines[line] with { Quantity = quantity };

    private static OrderRecapAsset WithDelivered(OrderRecapAsset asset, params int[] delivered) =>
        asset with { Lines = [.. asset.Lines.Zip(delivered, (line, sent) => line with { Delivered = sent })] };

    /// <summary>Plausible French, of exactly this length.</summary>
    private static string Words(int length) =>
        string.Concat(Enumerable.Repeat("Unité d'imagerie & bac récupérateur à côté ", (length / 40) + 1))[..length];
}
