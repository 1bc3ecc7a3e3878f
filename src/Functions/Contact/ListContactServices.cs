using Dfm.Core.Contact;
using Dfm.Functions.Security;

namespace Dfm.Functions.Contact;

/// <summary>The services that the caller may write to (manual, chapter 8): the list to pick from.</summary>
public sealed class ListContactServices(IContactServiceStore services)
{
    /// <summary>Codes and labels; the addresses stay with DFM.</summary>
    [Function(nameof(ListContactServices)), Audience(Audience.Customer, Right.Contact)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "contact-services")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var open = (await services.List(cancellationToken)).Where(service => service.IsOpenTo(context.Caller()));
        return Results.Ok(new { Items = open.Select(service => new { service.Code, service.Label }) });
    }
}
