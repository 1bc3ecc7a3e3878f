using Azure.Data.Tables;
using Dfm.Core.Contact;
using Dfm.Functions.Contact.Storage;
using Dfm.Functions.Settings;
using Dfm.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Contact;

/// <summary>What the chapter « Contacter » needs.</summary>
public static class ContactServices
{
    private const long FirstNumber = 700_001;

    /// <summary>Registers stores, numbers and settings.</summary>
    public static IServiceCollection AddContact(this IServiceCollection services) => services
        .AddSettings<ContactOptions>()
        .AddSingleton<IContactServiceStore, TableContactServiceStore>()
        .AddSingleton<IContactStore, TableContactStore>()
        .AddSingleton(provider => new Numbers<ContactNumber>(provider.GetRequiredService<TableServiceClient>(), "contact", FirstNumber))
        .AddSingleton(provider => provider.GetRequiredService<IOptions<ContactOptions>>().Value.ToPolicy());
}
