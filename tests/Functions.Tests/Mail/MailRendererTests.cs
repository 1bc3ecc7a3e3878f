using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Dfm.Functions.Security;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Tests.Mail;

public class MailRendererTests
{
    private static readonly MailRenderer Renderer = new(
        Options.Create(new PortalOptions { Url = "https://portail.example.com/" }),
        new SatisfactionLinks(
            Options.Create(new PortalOptions { Url = "https://portail.example.com/" }),
            new Signatures(Options.Create(new AuthOptions { SigningKey = "A key for approved mails alone." }))));

    private static readonly DateTimeOffset NextWeek = Mails.Now.AddDays(7);

    public static TheoryData<string> All() => new(Samples.Keys);

    /// <summary>All but those of « Contacter » and of erasures, which open nothing.</summary>
    public static TheoryData<string> AboutAPage() =>
        new(Samples.Keys.Where(name => !name.StartsWith("contact-", StringComparison.Ordinal) && name is not "erasure-requested"));

    private static Dictionary<string, MailMessage> Samples { get; } = new()
    {
        ["dit-registered"] = Sample(new DitRegisteredMail(Mails.FullDit)),
        ["dit-registered.short"] = Sample(new DitRegisteredMail(Mails.ShortDit)),
        ["dit-planned"] = Sample(new DitPlannedMail(Mails.FullDit, NextWeek, "Hervé Lemoine")),
        ["dit-planned.short"] = Sample(new DitPlannedMail(Mails.ShortDit, NextWeek, "Hervé Lemoine"), name: ""),
        ["dit-planned.visit"] = Sample(new DitPlannedMail(Mails.FullDit, NextWeek, "Hervé Lemoine", Mails.Visit)),
        ["dit-planned.moved"] = Sample(new DitPlannedMail(Mails.ShortDit, NextWeek, "Hervé Lemoine", Mails.Visit with { Sequence = 1 })),
        ["dit-work-done"] = Sample(new DitWorkDoneMail(Mails.FullDit, "Hervé Lemoine", "Four remplacé.\nEssai < 100 copies.", NextWeek)),
        ["dit-work-done.short"] = Sample(new DitWorkDoneMail(Mails.ShortDit, null, null, NextWeek)),
        ["dit-closed"] = Sample(new DitClosedMail(Mails.FullDit, NextWeek, "Four remplacé.")),
        ["dit-closed.short"] = Sample(new DitClosedMail(Mails.ShortDit, NextWeek, null)),
        ["dit-cancelled"] = Sample(new DitCancelledMail(Mails.FullDit, NextWeek, "Résolu par\nnos soins & <vite>.", "Julien <Petit>")),
        ["dit-cancelled.by-dfm"] = Sample(new DitCancelledMail(Mails.ShortDit, NextWeek, "Doublon de la DIT n° 26-000122.", null)),
        ["dit-cancelled.visit"] = Sample(new DitCancelledMail(Mails.ShortDit, NextWeek, "Doublon.", null, Mails.Visit with { Sequence = 2 })),
        ["dit-reminder"] = Sample(new DitReminderMail(Mails.FullDit, "Étude notariale Delorme & Associés", NextWeek), name: ""),
        ["dit-reminder.short"] = Sample(new DitReminderMail(Mails.ShortDit, "Étude notariale Delorme & Associés", NextWeek), name: ""),
        ["order-registered"] = Sample(new OrderRegisteredMail(Mails.FullOrder)),
        ["order-registered.short"] = Sample(new OrderRegisteredMail(Mails.ShortOrder)),
        ["order-preparing"] = Sample(new OrderPreparingMail(Mails.FullOrder, Partly: false)),
        ["order-preparing.partly"] = Sample(new OrderPreparingMail(Mails.ShortOrder, Partly: true, "Le toner noir arrive mardi.")),
        ["order-shipped"] = Sample(new OrderShippedMail(Mails.SentOrder, Mails.WholeParcel, Complete: true)),
        ["order-shipped.partly"] = Sample(new OrderShippedMail(Mails.PartlySentOrder, Mails.Parcel, Complete: false)),
        ["order-cancelled"] = Sample(new OrderCancelledMail(Mails.FullOrder, NextWeek, "Commande en\ndouble & <vite>.", "Julien <Petit>")),
        ["order-cancelled.by-dfm"] = Sample(new OrderCancelledMail(Mails.ShortOrder, NextWeek, "Article retiré du catalogue.", null)),
        ["order-reminder"] = Sample(new OrderReminderMail(Mails.FullOrder, "Étude notariale Delorme & Associés", NextWeek), name: ""),
        ["approval-requested"] = Sample(new ApprovalRequestedMail(Mails.FullApproval)),
        ["approval-requested.short"] = Sample(new ApprovalRequestedMail(Mails.ShortApproval)),
        ["approval-submitted"] = Sample(new ApprovalSubmittedMail(Mails.ShortApproval)),
        ["approval-refused"] = Sample(new ApprovalRefusedMail(
            Mails.FullApproval, "Claire <Delorme>", NextWeek, "Trop de toner :\n<deux> suffisent & {{ reason }}.")),
        ["readings-recorded"] = Sample(new ReadingsRecordedMail(
            Mails.Now,
            [new("Ricoh IM C3010 (3129RC10482), Accueil & <salle>", "mardi 24 novembre 2026", "Noir 12 345, Couleur 678")],
            1,
            [new("B999", null, "Ce bien n'existe pas dans votre parc."), new("Brother HL (E807), Bureau 24", "lundi 2 mars 2026", "Noir : Inférieur.")],
            3)),
        ["readings-recorded.short"] = Sample(new ReadingsRecordedMail(
            Mails.Now, [new("Ricoh (1), Accueil", "lundi 2 mars 2026", "Noir 1"), new("Ricoh (2), Accueil", "lundi 2 mars 2026", "Noir 2")], 2, [], 0)),
        ["readings-due"] = Sample(new ReadingsDueMail(
            "CTR-2024-0117", "lundi 30 novembre 2026", IsLate: false, [new("Ricoh IM C3010 (3129RC10482)", "Étude, <accueil>", null)], 1)),
        ["readings-due.late"] = Sample(new ReadingsDueMail(
            "CTR-2024-0117",
            "lundi 30 novembre 2026",
            IsLate: true,
            [new("Ricoh IM C3010 (3129RC10482)", "Étude, accueil", "samedi 31 octobre 2026")],
            3)),
        ["approval-expired"] = Sample(new ApprovalExpiredMail(Mails.ShortApproval)),
        ["invoice-available"] = Sample(new InvoiceAvailableMail(
            "FA-2026-0451", false, "jeudi 5 novembre 2026", "samedi 5 décembre 2026", FrenchText.Money(1200.48m, "EUR"), "Étude <principale> & annexe", null)),
        ["invoice-available.credit-note"] = Sample(
            new InvoiceAvailableMail("AV-2026-0012", true, "jeudi 5 novembre 2026", null, FrenchText.Money(120, "CHF"), null, "FA-2026-0451")),
        ["contact-request"] = Sample(new ContactRequestMail(Mails.FullContact, FilesStay: true), name: "SAV - Service technique"),
        ["contact-request.short"] = Sample(new ContactRequestMail(Mails.ShortContact, FilesStay: false), name: "SAV - Service technique"),
        ["contact-copy"] = Sample(new ContactCopyMail(Mails.FullContact)),
        ["contact-copy.short"] = Sample(new ContactCopyMail(Mails.ShortContact)),
        ["password-reset"] = Sample(new PasswordResetMail("c.delorme & <fils>", "compte.secret", Mails.Now.AddHours(1))),
        ["invitation"] = Sample(new InvitationMail(
            "lea.roy@example.com", "Claire <Delorme>", "Étude notariale Delorme & Associés", "compte.secret", Mails.Now.AddDays(7))),
        ["erasure-requested"] = Sample(
            new ErasureRequestedMail(
                "Claire <Delorme>", "claire@example.com", "u-117", "C001", "Étude notariale Delorme & Associés", Mails.Now),
            name: "Protection des données"),
        ["erasure-received"] = Sample(new ErasureReceivedMail("Claire <Delorme>", "Étude notariale Delorme & Associés", Mails.Now)),
        ["dit-message"] = Sample(new DitMessageMail(
            Mails.FullDit, "Service <technique>", "Quel est le code ?\n{{ dit.number }} & <merci>", "Panne.\n\nDepuis <hier> & avant", "Claire <Delorme>", Mails.Now)),
        ["dit-message.short"] = Sample(new DitMessageMail(Mails.ShortDit, "Service technique", "C'est noté.", "Écran noir.", "Claire Delorme", Mails.Now), name: ""),
        ["inbound-assets"] = Sample(new InboundAssetsMail(
            "Panne & <bruit>",
            0,
            [new("B100101", "Ricoh IM C3010, Multifonction <A3>", "3129RC10482", "Étude, accueil"), new("B100102", "Brother HL, Imprimante", "E80731", "Étude")],
            HasMore: true,
            "Elle est en panne.\n<script>alert('é')</script>")),
        ["inbound-assets.named"] = Sample(new InboundAssetsMail(
            "Panne", 2, [new("B100101", "Ricoh IM C3010, Multifonction", "3129RC10482", "Étude"), new("B100102", "Brother HL, Imprimante", "E80731", "Étude")], HasMore: false, "Les deux.")),
        ["inbound-assets.none"] = Sample(new InboundAssetsMail("", 0, [], HasMore: false, ""), name: ""),
        ["inbound-files"] = Sample(new InboundFilesMail("26-000123", false, [new("outil <1>.exe", "Ce type n'est pas accepté."), new("vide.png", "Le fichier est vide.")])),
        ["inbound-files.order"] = Sample(new InboundFilesMail("C26-000042", true, [new("plan.zip", "Ce type n'est pas accepté.")])),
        ["address-changed"] = Sample(new AddressChangedMail("c.delorme & <fils>", "Claire <Delorme>", "l…@example.com", Mails.Now)),
        ["password-changed"] = Sample(new PasswordChangedMail("c.delorme & <fils>", Mails.Now)),
    };

    [Theory, MemberData(nameof(All))]
    public void Mail_LooksAsApproved(string name)
    {
        var mail = Render(Samples[name]);
        Approval.Verify($"{name}.html", mail.Html);
        Approval.Verify($"{name}.txt", $"{mail.Subject}\n\n{mail.Text}");
    }

    [Theory, MemberData(nameof(All))]
    public void Html_IsAccessibleAndHoldsNothingActive(string name)
    {
        var html = Render(Samples[name]).Html;
        Assert.Contains("<html lang=\"fr\">", html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "<h1"));
        Assert.Contains("href=\"https://portail.example.com/\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<(th|td|p|h1|h2|li)[^>]*>\\s*</", html);
    }

    [Theory, MemberData(nameof(AboutAPage))]
    public void EveryMail_OpensWhatItIsAbout(string name)
    {
        var mail = Render(Samples[name]);
        var page = "https://portail.example.com" + name.Split('-')[0] switch
        {
            "dit" => "/dits/26-000123",
            "order" => "/orders/C26-000042",
            "approval" => "/approvals/V26-000007",
            "invoice" => name.EndsWith("credit-note", StringComparison.Ordinal) ? "/invoices/AV-2026-0012" : "/invoices/FA-2026-0451",
            "password" when name is "password-reset" => "/reset-password#compte.secret",
            "invitation" => "/invitation#compte.secret",
            "erasure" => "/account/data",
            "inbound" when name is "inbound-files" => "/dits/26-000123",
            "inbound" when name is "inbound-files.order" => "/orders/C26-000042",
            // About many things: the portal itself.
            _ => "/",
        };
        Assert.Contains($"<a href=\"{page}\"", mail.Html, StringComparison.Ordinal);
        Assert.Matches($"dans le portail : {page}\n", mail.Text);
    }

    [Theory, MemberData(nameof(All))]
    public void Html_ClosesWhatItOpens(string name)
    {
        var open = new Stack<string>();
        foreach (var tag in Regex.Matches(Render(Samples[name]).Html, "<(/?)([a-z0-9]+)[^>]*>").Select(match => match.Groups))
        {
            if (tag[2].Value is "meta" or "br") continue;
            if (tag[1].Value is "") open.Push(tag[2].Value);
            else Assert.Equal(open.Pop(), tag[2].Value);
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Recap_TellsEverythingThatWasEntered()
    {
        var mail = Render(Samples["dit-registered"]);
        string[] entered =
        [
            "26-000123", "Multifonction couleur A3", "Ricoh IM C3010", "3129RC10482", "Étude principale",
            "Rez-de-chaussée, accueil, derrière la banque", "CTR-2024-0117", "Bourrage papier", "SC 542", "Bourrage à chaque copie.",
            "Bloquant", "Julien Petit", "02 61 91 10 02", "340 Ko", "1,5 Mo", "mardi 24 novembre 2026 à 14 h 30", "Claire Delorme",
        ];
        Assert.All(entered, text => Assert.Contains(text, mail.Text, StringComparison.Ordinal));
        Assert.All(entered, text => Assert.Contains(text, mail.Html, StringComparison.Ordinal));
        Assert.Contains("NOT-7 <b>", mail.Text, StringComparison.Ordinal);
        Assert.Contains("NOT-7 &lt;b&gt;", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Description_IsShownAsWritten_NeitherRunNorRenderedAgain()
    {
        var mail = Render(Samples["dit-registered"]);
        const string Written = "<script>alert('é')</script> & « bruit »\nDepuis ce matin {{ dit.number }}";
        Assert.Contains(Written, mail.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#x27;é&#x27;)&lt;/script&gt; &amp;", mail.Html, StringComparison.Ordinal);
        Assert.Contains("<br>\nDepuis ce matin {{ dit.number }}", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void OrderRecap_TellsEverythingThatWasEntered()
    {
        var mail = Render(Samples["order-registered"]);
        string[] entered =
        [
            "C26-000042", "Étude principale", "12 rue des Carmes", "45000 Orléans", "Code 12A34, bâtiment B", "BC-2026",
            "Multifonction couleur A3", "Ricoh IM C3010", "3129RC10482", "Rez-de-chaussée, accueil", "Kyocera ECOSYS P3260dn", "1er étage",
            "Toner noir, référence RI842505-K, couleur Noir", "Agrafes, boîte de 5 000, référence RI414864-AGR", "KY1T02-K",
            "Inclus au contrat", "42,00 € HT", "Prix sur demande", "Frais de port", "1\u202F234,50\u00A0€\u00A0HT",
            "mardi 24 novembre 2026 à 14 h 30", "Claire Delorme",
        ];
        Assert.All(entered, text => Assert.Contains(Plain(text), Plain(mail.Text), StringComparison.Ordinal));
        Assert.All(entered, text => Assert.Contains(Plain(text), Plain(WebUtility.HtmlDecode(mail.Html)), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("order-registered")]
    [InlineData("order-preparing")]
    [InlineData("order-shipped.partly")]
    [InlineData("order-cancelled")]
    [InlineData("order-reminder")]
    [InlineData("approval-requested")]
    [InlineData("approval-refused")]
    public void WhatWasWrittenInAnOrder_IsShownAsWritten_NeitherRunNorRenderedAgain(string name)
    {
        var mail = Render(Samples[name]);
        Assert.Contains("<img src=x onerror=alert(1)> & « M. Petit »\n{{ order.number }}", mail.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Code 12A34, bâtiment B<br>\n&lt;img src=x onerror=alert(1)&gt; &amp; « M. Petit »<br>\n{{ order.number }}",
            mail.Html,
            StringComparison.Ordinal);
        Assert.Contains("Imprimante &lt;bureau&gt;", mail.Html, StringComparison.Ordinal);
        Assert.Contains("KY-77 &amp; 78", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Toner &lt;noir&gt; &amp; blanc", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Julien &lt;Petit&gt;", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<(img|bureau|noir|Petit|i|express|vite|Delorme|deux)[ >]", mail.Html);
    }

    [Fact]
    public void TrackingLink_CannotLeaveItsAttribute()
    {
        var mail = Render(Samples["order-shipped.partly"]);
        Assert.Contains(
            "href=\"https://suivi.example.com/?n=XY123456789FR&amp;lang=&quot;fr&quot;\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains("https://suivi.example.com/?n=XY123456789FR&lang=\"fr\"", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parcel_IsToldApartFromWhatRemains()
    {
        var text = Render(Samples["order-shipped.partly"]).Text;
        var sent = Section(text, "CONTENU DE CET ENVOI", "RESTE À LIVRER");
        var remaining = Section(text, "RESTE À LIVRER", "RÉCAPITULATIF");
        Assert.Equal(["- 1 × Toner noir", "- 2 × Toner <noir> & blanc"], Articles(sent));
        Assert.Equal(["- 1 × Toner noir", "- 1 × Agrafes", "- 1 × Toner <noir> & blanc"], Articles(remaining));
        const string InRecap = "- 3 × Toner <noir> & blanc, référence KY1T02-K, couleur Noir : Prix sur demande (livré : 2)";
        Assert.Contains(InRecap, text, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnReference_IsForTheCustomersPeopleAlone()
    {
        Assert.Contains("Référence interne de commande client", Render(Samples["order-registered"]).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Référence interne de commande client", Render(Samples["order-reminder"]).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("BC-2026", Render(Samples["order-reminder"]).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void LongList_IsShownWhole()
    {
        var mail = Render(Sample(new OrderRegisteredMail(Mails.LongOrder(80))));
        for (var n = 0; n < 80; n++)
        {
            Assert.Contains($"référence REF-{n:000}-", mail.Text, StringComparison.Ordinal);
            Assert.Contains($"référence REF-{n:000}-", mail.Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("dit-registered.short", "Code erreur", "Contact", "Téléphone", "Votre référence", "contrat", "Pièces jointes")]
    [InlineData("dit-work-done.short", "Compte rendu", "technicien", "Votre référence")]
    [InlineData("dit-closed.short", "Compte rendu", "Votre référence")]
    [InlineData("order-registered.short", "Commentaire", "Référence interne", "Panier validé par", "Lignes ajoutées", "Livré ", "(livré")]
    [InlineData("order-shipped", "suivi", "Suivre", "Reste à livrer")]
    [InlineData("approval-requested.short", "Commentaire", "Référence interne")]
    public void FieldThatIsMissing_LeavesNoLabel(string name, params string[] labels)
    {
        var mail = Render(Samples[name]);
        Assert.All(labels, label => Assert.DoesNotContain(label, mail.Html, StringComparison.OrdinalIgnoreCase));
        Assert.All(labels, label => Assert.DoesNotContain(label, mail.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Subject_IsOneLine()
    {
        var mail = Render(Sample(new DitRegisteredMail(Mails.ShortDit with { Nature = "Panne\r\nBcc: x@example.com" })));
        Assert.Equal("DIT n° 26-000123 : demande enregistrée (Panne Bcc: x@example.com, Ricoh IM C3010)", mail.Subject);
    }

    [Fact]
    public void EveryTemplate_HasASample() =>
        Assert.Equal(MailTemplate.All.Order(), Samples.Values.Select(mail => mail.Template).Distinct().Order());

    [Fact]
    public void UnknownTemplate_IsRefused()
    {
        Assert.False(Renderer.TryRender(Samples["dit-planned"] with { Template = "../secret" }, out _, out var refusal));
        Assert.Equal("unknown-template", refusal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"dit":null}""")]
    [InlineData("""{"dit":{"number":"26-000123"}}""")]
    public void ModelThatDoesNotFit_IsRefused(string model)
    {
        var mail = Samples["dit-registered"] with { Model = JsonDocument.Parse(model).RootElement };
        Assert.False(Renderer.TryRender(mail, out _, out var refusal));
        Assert.Equal("broken-model", refusal);
    }

    /// <summary>Blanks of every kind as one kind.</summary>
    private static string Plain(string text) => Regex.Replace(text, @"[\s\u00A0\u202F]", " ");

    private static string Section(string text, string from, string to)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal);
        return text[start..text.IndexOf(to, start, StringComparison.Ordinal)];
    }

    private static IEnumerable<string> Articles(string section) =>
        section.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line.Split(", ")[0]);

    private static RenderedMail Render(MailMessage mail)
    {
        Assert.True(Renderer.TryRender(mail, out var rendered, out var refusal), refusal);
        return rendered;
    }

    private static MailMessage Sample<TModel>(TModel model, string? name = null) where TModel : IMailModel =>
        MailMessage.Create("sample", name is null ? Mails.Claire : Mails.Claire with { Name = name }, model);
}
