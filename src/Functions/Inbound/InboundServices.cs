using Dfm.Functions.Inbound.Commands;
using Dfm.Functions.Inbound.Parsing;
using Dfm.Functions.Inbound.Processing;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Inbound.Webhooks;
using Dfm.Functions.Outbox;
using Dfm.Functions.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Inbound;

/// <summary>What mails that come in need.</summary>
public static class InboundServices
{
    /// <summary>Registers stores, the reader, what sorts and files, and the settings.</summary>
    public static IServiceCollection AddInbound(this IServiceCollection services) => services
        .AddSettings<InboundOptions>()
        .AddSingleton(typeof(SignedBodies<>))
        .AddSingleton<TableInboundStore>()
        .AddSingleton<InboundBlobs>()
        .AddSingleton<MailReader>()
        .AddSingleton<MailAttachments>()
        .AddSingleton<MailToDit>()
        .AddSingleton<MailReplies>()
        .AddSingleton<MailTopics>()
        .AddSingleton<MailSorter>()
        .AddSingleton<InboundCommandHandler>()
        .AddSingleton<IEffectHandler, InboundMailEffect>()
        .AddSingleton<IEffectHandler, AssignedMailEffect>();
}
