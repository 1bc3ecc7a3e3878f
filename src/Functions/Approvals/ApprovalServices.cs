using Azure.Data.Tables;
using Dfm.Core.Approvals;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Approvals.Storage;
using Dfm.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Approvals;

/// <summary>What approvals need.</summary>
public static class ApprovalServices
{
    /// <summary>Far from the first DIT's and the first order's, so that people seldom take one for the other.</summary>
    private const long FirstNumber = 900_001;

    /// <summary>Registers the store, numbers and the command handler.</summary>
    public static IServiceCollection AddApprovals(this IServiceCollection services) => services
        .AddSingleton<IApprovalStore, TableApprovalStore>()
        .AddSingleton(provider => new Numbers<ApprovalNumber>(provider.GetRequiredService<TableServiceClient>(), "approval", FirstNumber))
        .AddSingleton<ApprovalCommandHandler>();
}
