using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Dfm.Core.Notifications;
using Fluid;
using Fluid.Values;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Mail;

/// <summary>
/// Renders a mail from its Liquid templates <c>{name}.subject.liquid</c>, <c>{name}.html.liquid</c> and <c>{name}.txt.liquid</c>,
/// inside <c>layout.html.liquid</c> and <c>layout.txt.liquid</c>. They are parsed once; what users wrote shows as text in HTML.
/// </summary>
public sealed partial class MailRenderer
{
    private const string TemplateNamespace = "Dfm.Functions.Mail.Templates";

    /// <summary>What each mail's model is: a message whose model does not fit is refused rather than sent with holes.</summary>
    private static readonly FrozenDictionary<string, Type> Models = new[]
    {
        Model<DitRegisteredMail>(), Model<DitPlannedMail>(), Model<DitWorkDoneMail>(),
        Model<DitClosedMail>(), Model<DitCancelledMail>(), Model<DitReminderMail>(),
        Model<OrderRegisteredMail>(), Model<OrderPreparingMail>(), Model<OrderShippedMail>(),
        Model<OrderCancelledMail>(), Model<OrderReminderMail>(),
        Model<ApprovalRequestedMail>(), Model<ApprovalSubmittedMail>(), Model<ApprovalRefusedMail>(), Model<ApprovalExpiredMail>(),
        Model<ReadingsRecordedMail>(), Model<ReadingsDueMail>(), Model<InvoiceAvailableMail>(),
        Model<ContactRequestMail>(), Model<ContactCopyMail>(),
        Model<PasswordResetMail>(), Model<PasswordChangedMail>(), Model<AddressChangedMail>(), Model<InvitationMail>(),
        Model<ErasureRequestedMail>(), Model<ErasureReceivedMail>(),
        Model<DitMessageMail>(), Model<InboundAssetsMail>(), Model<InboundFilesMail>(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What the models are made of: Liquid sees the members of no other types.</summary>
    private static readonly Type[] Parts =
    [
        typeof(DitRecap), typeof(MailAttachment), typeof(CalendarVisit),
        typeof(OrderRecap), typeof(OrderRecapAsset), typeof(OrderRecapLine), typeof(OrderParcel),
        typeof(ApprovalRecap), typeof(ApprovalRecapSite),
        typeof(ReadingsRecordedLine), typeof(ReadingsDueAsset),
        typeof(ContactRecap), typeof(WithheldFile), typeof(SatisfactionLink), typeof(InboundAsset),
    ];

    /// <summary>Encodes what HTML gives a meaning, and leaves French letters readable.</summary>
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly TemplateOptions options = CreateOptions();
    private readonly FrozenDictionary<string, Templates> templates;
    private readonly IFluidTemplate htmlLayout;
    private readonly IFluidTemplate textLayout;
    private readonly PortalOptions portal;
    private readonly SatisfactionLinks satisfaction;

    /// <summary>Parses all templates.</summary>
    /// <exception cref="InvalidOperationException">One is missing or is not Liquid.</exception>
    public MailRenderer(IOptions<PortalOptions> portal, SatisfactionLinks satisfaction)
    {
        (this.portal, this.satisfaction) = (portal.Value, satisfaction);
        var parser = new FluidParser();
        templates = Models.Keys.ToFrozenDictionary(
            name => name,
            name => new Templates(Parse(parser, $"{name}.subject"), Parse(parser, $"{name}.html"), Parse(parser, $"{name}.txt")),
            StringComparer.Ordinal);
        htmlLayout = Parse(parser, "layout.html");
        textLayout = Parse(parser, "layout.txt");
    }

    /// <summary>Renders <paramref name="mail"/>; false when it never can be, and why.</summary>
    public bool TryRender(
        MailMessage mail, [NotNullWhen(true)] out RenderedMail? rendered, [NotNullWhen(false)] out string? refusal)
    {
        rendered = null;
        if (!templates.TryGetValue(mail.Template, out var found))
        {
            refusal = "unknown-template";
            return false;
        }

        if (!TryReadModel(mail, out var model))
        {
            refusal = "broken-model";
            return false;
        }

        refusal = null;
        rendered = Render(found, model, mail.Recipient.Name);
        return true;
    }

    private RenderedMail Render(Templates found, IMailModel model, string recipient)
    {
        var subject = WhiteSpace().Replace(found.Subject.Render(Context(model, recipient)), " ").Trim();
        var html = found.Html.Render(Context(model, recipient), Html).Trim();
        var text = found.Text.Render(Context(model, recipient)).ReplaceLineEndings("\n").Trim();
        return new RenderedMail(
            subject,
            htmlLayout.Render(Layout(subject, new StringValue(html, encode: false)), Html),
            textLayout.Render(Layout(subject, new StringValue(text))),
            model);
    }

    private TemplateContext Context(IMailModel model, string recipient)
    {
        var context = new TemplateContext(model, options);
        context.SetValue("recipient", recipient);
        // In the context's own scope: rendered templates see it too.
        context.SetValue("page", portal.PageOf(model).AbsoluteUri);
        context.SetValue("answers", satisfaction.For(model));
        return context;
    }

    private TemplateContext Layout(string subject, FluidValue content)
    {
        var context = new TemplateContext(options);
        context.SetValue("subject", subject);
        context.SetValue("content", content);
        context.SetValue("portal", portal.Url);
        return context;
    }

    private static bool TryReadModel(MailMessage mail, [NotNullWhen(true)] out IMailModel? model)
    {
        try
        {
            model = (IMailModel?)mail.Model.Deserialize(Models[mail.Template], MailJson.Options);
            return model is not null;
        }
        catch (JsonException)
        {
            model = null;
            return false;
        }
    }

    private static TemplateOptions CreateOptions()
    {
        var options = new TemplateOptions
        {
            StrictFilters = true,
            FileProvider = new EmbeddedFileProvider(typeof(MailRenderer).Assembly, TemplateNamespace),
        };
        options.MemberAccessStrategy.MemberNameStrategy = MemberNameStrategies.CamelCase;
        foreach (var type in Models.Values.Concat(Parts))
            options.MemberAccessStrategy.Register(type);
        options.Filters.AddFilter("date_fr", (input, _, _) =>
            new StringValue(FrenchText.Moment((DateTimeOffset)input.ToObjectValue())));
        options.Filters.AddFilter("taille", (input, _, _) => new StringValue(FrenchText.Size((long)input.ToNumberValue())));
        options.Filters.AddFilter("line_breaks", (input, _, _) => new StringValue(LineBreaks(input.ToStringValue()), encode: false));
        return options;
    }

    private static string LineBreaks(string text) =>
        string.Join("<br>\n", text.ReplaceLineEndings("\n").Split('\n').Select(Html.Encode));

    private static IFluidTemplate Parse(FluidParser parser, string name)
    {
        using var stream = typeof(MailRenderer).Assembly.GetManifestResourceStream($"{TemplateNamespace}.{name}.liquid")
            ?? throw new InvalidOperationException($"The template {name}.liquid is missing.");
        using var reader = new StreamReader(stream);
        return parser.TryParse(reader.ReadToEnd(), out var template, out var error)
            ? template
            : throw new InvalidOperationException($"The template {name}.liquid cannot be read: {error}");
    }

    private static KeyValuePair<string, Type> Model<T>() where T : IMailModel => new(T.Template, typeof(T));

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    private sealed record Templates(IFluidTemplate Subject, IFluidTemplate Html, IFluidTemplate Text);
}
