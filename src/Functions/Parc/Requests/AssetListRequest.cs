using Dfm.Core.Parc;
using Dfm.Functions.Http;

namespace Dfm.Functions.Parc.Requests;

/// <summary>The request of a list of assets: <c>?search=&amp;site=&amp;kind=&amp;cursor=&amp;limit=</c>.</summary>
public sealed record AssetListRequest(AssetFilter Filter, PageRequest Page, bool FindsNothing)
{
    /// <summary>Parses the query string; a site that the caller may not see is treated as one that does not exist.</summary>
    public static Result<AssetListRequest> Read(HttpRequest request, Caller caller)
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem;
        var check = new FieldChecks();
        var search = check.Optional("search", request.Query["search"], AssetSearch.MaxLength);
        var kind = check.OptionalChoice<AssetKind>("kind", request.Query["kind"]);
        if (check.Problem is { } problem) return problem;
        SiteId? site = null;
        if (request.Query["site"].ToString().Length > 0)
        {
            if (!SiteId.TryParse(request.Query["site"], out var named) || !caller.MaySee(named)) return ParcProblems.SiteNotFound;
            site = named;
        }

        var words = AssetSearch.Parse(search);
        return new AssetListRequest(new AssetFilter(words, site, kind), page.Value, FindsNothing: search is not null && words is null);
    }
}
