using Dfm.Core.Invoices;
using Dfm.Functions.Invoices.Commands;
using Dfm.Functions.Invoices.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Invoices;

/// <summary>What invoices need.</summary>
public static class InvoiceServices
{
    /// <summary>Registers the stores and the command handler.</summary>
    public static IServiceCollection AddInvoices(this IServiceCollection services) => services
        .AddSingleton<IInvoiceStore, TableInvoiceStore>()
        .AddSingleton<InvoiceNumbers>()
        .AddSingleton<InvoiceBlobs>()
        .AddSingleton<InvoiceCommandHandler>();
}
