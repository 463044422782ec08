/// Keys of an account that speaks Amazon's signatures: S3, CloudFront, and stores that are compatible.
package struct AWSCredential: Sendable {
    package let accessKey: String
    package let secretKey: Secret
    /// Of temporary keys: sent and signed beside them.
    package let sessionToken: Secret?

    package init(accessKey: String, secretKey: Secret, sessionToken: Secret? = nil) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
    }

    /// Takes them from the environment's `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`; nil where one of
    /// the first two is missing.
    ///
    /// https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
    package init?(environment: [String: String]) {
        guard let key = environment["AWS_ACCESS_KEY_ID"], let secret = environment["AWS_SECRET_ACCESS_KEY"],
            !key.isEmpty, !secret.isEmpty
        else { return nil }

        let token = environment["AWS_SESSION_TOKEN"].flatMap { $0.isEmpty ? nil : Secret($0) }
        self.init(accessKey: key, secretKey: Secret(secret), sessionToken: token)
    }

    /// Takes them from a profile of a shared credentials file; nil where that has no keys.
    ///
    /// https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html
    package init?(profile: String, in file: SectionedText) {
        guard let section = file.sections[profile], let key = section["aws_access_key_id"],
            let secret = section["aws_secret_access_key"], !key.isEmpty, !secret.isEmpty
        else { return nil }

        self.init(
            accessKey: key,
            secretKey: Secret(secret),
            sessionToken: section["aws_session_token"].map { Secret($0) }
        )
    }
}
