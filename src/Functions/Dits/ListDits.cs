using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits;

/// <summary>« Interventions » (manual, chapter 3): the DITs that the caller may see, newest first, by state.</summary>
public sealed class ListDits(IDitStore dits)
{
    /// <summary>A page of DITs: one range query for a supervisor, one for each assigned site of a user.</summary>
    [Function(nameof(ListDits))]
    [Audience(Audience.Customer, Right.Dits)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dits")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var query = Lists.Query<DitState, DitNumber>(request, caller);
        return query.IsSuccess ? Lists.ToHttp(await dits.List(caller.Customer, query.Value, cancellationToken)) : query.Problem.ToHttp();
    }
}
